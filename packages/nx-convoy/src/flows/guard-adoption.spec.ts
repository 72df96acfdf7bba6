import { FakeWorld } from '../../tests/fakes/fake-world';
import {
  account,
  ledgerState,
  manifest,
  pin,
  record,
  region,
  resolvedComponent,
} from '../../tests/fakes/values';
import { guardAdoption } from './guard-adoption';
import type { RunScene } from './guard-run';

const component = resolvedComponent({ observes: { stacks: ['main'], functions: [], layers: [] } });
function scene(change: Partial<RunScene> = {}): RunScene {
  const all = [{ component, pin: pin() }];
  const declaration = { account, region };
  const state = ledgerState();
  return {
    environment: 'dev',
    declaration,
    manifest: manifest(),
    state,
    concerned: all,
    all,
    earlierPins: {},
    ...change,
  };
}

it('asks the providers only where the ledger is empty', async () => {
  const world = new FakeWorld();
  world.aws.putStack('main');
  await guardAdoption(scene({ state: ledgerState({ backend: record() }) }), world);
  expect(world.calls).toEqual([]);
});

it('lets a first deploy proceed where nothing is live', async () => {
  await expect(guardAdoption(scene(), new FakeWorld())).resolves.toBeUndefined();
});

it('does not ask about a component that has no pin', async () => {
  const world = new FakeWorld();
  world.aws.putStack('main');
  await guardAdoption(scene({ all: [{ component, pin: null }] }), world);
  expect(world.calls).toEqual([]);
});
