import { fingerprintOf } from '../../src/decide/fingerprint';
import { readLive } from '../../src/flows/read-live';
import type { Check, ObservedFunction, ResolvedComponent } from '../../src/model/resolved-component';
import { FakeWorld } from './fake-world';
import { pin, receipt, resolvedComponent } from './values';

const part = (
  name: string,
  functions: ObservedFunction[],
  more: Partial<ResolvedComponent['observes']> = {},
  checks: Check[] = [],
): ResolvedComponent =>
  resolvedComponent({ name, observes: { stacks: [], layers: [], functions, ...more }, checks, deploy: [] });
const health: Check = { kind: 'invoke', function: 'b', payload: {}, json: { status: 'ok' } };
export const database = part('database', [], { layers: ['shared'] });
export const one = part('one', [{ name: 'a', alias: 'live', layers: ['shared'] }]);
export const two = part('two', [{ name: 'b', alias: null, layers: ['shared'] }], {}, [health]);
export const components = [database, one, two];

interface LayerStage {
  readonly world: FakeWorld;
  readonly old: string;
  readonly newest: string;
  readonly other: string;
}

/** Two functions with two layers each, one of which they share: `a` through an alias. Both at the old version. */
export async function layerStage(): Promise<LayerStage> {
  const world = new FakeWorld();
  const other = world.aws.putLayerVersion('other');
  const old = world.aws.putLayerVersion('shared');
  world.aws.putFunction('a', { layers: [old, other] });
  world.aws.putFunction('b', { layers: [other, old] });
  world.aws.putHandler('b', () => ({ type: 'answered', answer: { status: 'ok' } }));
  await world.aws.moveAlias('a', 'live', await world.aws.publishVersion('a'));
  const newest = world.aws.putLayerVersion('shared');
  for (const component of components) {
    const live = await readLive(component, pin(), world);
    const fingerprint = fingerprintOf(live);
    world.receipts.record('dev', [receipt({ component: component.name, fingerprint, after: live })]);
  }
  world.aws.writes.length = 0;
  return { world, old, newest, other };
}
