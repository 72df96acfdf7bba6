import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';

const run = step({ type: 'run', command: { argv: ['make', 'it'], in: 'service', timeoutSeconds: 60 } });
function running(program: FakeWorld['program']): FakeWorld {
  const world = new FakeWorld();
  world.program = program;
  return world;
}

it('succeeds with exit code 0, in the prepared worktree', async () => {
  const world = running(() => ({ lines: ['made'] }));
  expect((await performed(world, [run])).outcome).toEqual({ type: 'done' });
  expect(world.programs.requests[0]?.folder).toMatch(/\/backend\/b{40}\/service$/);
  expect(world.lines).toEqual(['made']);
});

it.each<[string, FakeWorld['program'], string]>([
  ['ends with another code', () => ({ code: 3, lines: ['no key'] }), 'exit code 3\nno key'],
  ['does not end', () => ({ hangs: 'to the limit' }), 'did not end within 60 s'],
  ['does not exist', () => null, 'spawn make ENOENT'],
])('fails when the command %s', async (_when, program, message) => {
  expect((await performed(running(program), [run])).outcome).toMatchObject({
    type: 'failed',
    failure: { code: 'CONVOY_STEP_FAILED', step: 'make it', message },
  });
});

it('is interrupted, not failed, when somebody stops it, and nothing comes after it', async () => {
  const world = running(() => ({ hangs: 'until interrupted' }));
  world.time.later(5_000, () => world.interrupt());
  void world.time.pause(10_000);
  expect((await performed(world, [run, run])).outcome).toEqual({ type: 'interrupted' });
  expect(world.programs.requests).toHaveLength(1);
});

it('does not even begin after an interruption', async () => {
  const world = running(() => ({}));
  world.interrupt();
  expect((await performed(world, [run])).outcome).toEqual({ type: 'interrupted' });
  expect(world.programs.requests).toEqual([]);
});
