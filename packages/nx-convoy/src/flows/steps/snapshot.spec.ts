import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';

const snapshot = step({ type: 'snapshot', instance: 'assurex-dev-postgres' });
const afterwards = step({ type: 'run', command: { argv: ['x'], in: '.', timeoutSeconds: 60 } });
function stage(): FakeWorld {
  const world = new FakeWorld();
  world.instances.put('assurex-dev-postgres');
  return world;
}
const NAME = /^convoy-assurex-dev-postgres-run-\d+$/;

it('waits until it is available, and keeps its name', async () => {
  const { outcome, answers } = await performed(stage(), [snapshot]);
  expect(outcome).toMatchObject({ type: 'done' });
  expect(answers).toEqual([{ snapshot: expect.stringMatching(NAME) as string }]);
});

it('is taken once in a run: one of an earlier run lacks what was written since', async () => {
  const world = stage();
  await performed(world, [snapshot]);
  await performed(world, [snapshot]);
  expect(world.instances.writes).toHaveLength(1);
});

it('fails where it fails, and nothing irreversible comes after it', async () => {
  const world = stage();
  world.instances.endNextSnapshot('failed');
  expect((await performed(world, [snapshot, afterwards])).outcome).toMatchObject({
    type: 'failed',
    failure: { code: 'CONVOY_STEP_FAILED', message: expect.stringMatching(/is failed$/) as string },
  });
  expect(world.programs.requests).toEqual([]);
});

it('fails where somebody removes it, and where there is no such database', async () => {
  const world = stage();
  jest.spyOn(world.instances, 'snapshotStatus').mockResolvedValue(null);
  expect((await performed(world, [snapshot])).outcome).toMatchObject({
    failure: { message: expect.stringMatching(/is gone$/) as string },
  });
  expect((await performed(new FakeWorld(), [snapshot])).outcome).toMatchObject({
    failure: { code: 'CONVOY_PROVIDER_FAILED' },
  });
});

it('gives up after two hours', async () => {
  const world = stage();
  jest.spyOn(world.instances, 'snapshotStatus').mockResolvedValue('creating');
  const before = Date.parse(world.time.now());
  expect((await performed(world, [snapshot])).outcome).toMatchObject({ type: 'failed' });
  expect(Date.parse(world.time.now()) - before).toBe(120 * 60_000 + 5_000);
});

it('is not waited for after an interruption', async () => {
  const world = stage();
  jest.spyOn(world.instances, 'snapshotStatus').mockImplementation(async () => {
    world.interrupt();
    return 'creating';
  });
  expect((await performed(world, [snapshot, afterwards])).outcome).toEqual({ type: 'interrupted' });
});
