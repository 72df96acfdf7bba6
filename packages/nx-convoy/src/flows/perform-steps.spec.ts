import { FakeWorld } from '../../tests/fakes/fake-world';
import { performed, step } from '../../tests/fakes/step-stage';
import { lockHolder } from '../../tests/fakes/values-of-lock';
import { PROVEN_MILLISECONDS } from '../model/lock';

const run = (name: string) => step({ type: 'run', command: { argv: [name], in: '.', timeoutSeconds: 60 } });
const begun = (world: FakeWorld): string[] =>
  world.programs.requests.map(({ command: { argv } }) => argv[0] ?? '');

it('performs the steps in order', async () => {
  const world = new FakeWorld();
  expect(await performed(world, [run('one'), run('two')])).toEqual({
    outcome: { type: 'done' },
    answers: [],
  });
  expect(begun(world)).toEqual(['one', 'two']);
});

it('stops at the first that fails', async () => {
  const world = new FakeWorld();
  world.program = () => ({ code: 1 });
  expect((await performed(world, [run('one'), run('two')])).outcome.type).toBe('failed');
  expect(begun(world)).toEqual(['one']);
});

it('starts nothing more once somebody stopped the run', async () => {
  const world = new FakeWorld();
  const stops = step({
    type: 'move-alias',
    function: { name: 'api', alias: 'live', layers: [] },
    alias: 'live',
  });
  world.aws.putFunction('api');
  const publish = world.aws.publishVersion.bind(world.aws);
  jest.spyOn(world.aws, 'publishVersion').mockImplementation((name) => {
    world.interrupt();
    return publish(name);
  });
  expect((await performed(world, [stops, run('two')])).outcome).toEqual({ type: 'interrupted' });
  expect(begun(world)).toEqual([]);
});

it('starts no step under a lock that another run took over meanwhile, and throws instead of failing', async () => {
  const world = new FakeWorld();
  world.program = ({ command: { argv } }) => ({
    effect: () => {
      if (argv[0] !== 'long') return;
      world.time.advance(PROVEN_MILLISECONDS + 1);
      world.records.locks.set('dev', lockHolder());
    },
  });
  await expect(performed(world, [run('long'), run('two')])).rejects.toMatchObject({
    code: 'CONVOY_LOCK_LOST',
  });
  expect(begun(world)).toEqual(['long']);
});

it('asks the remote for the lock only when the last proof is old', async () => {
  const world = new FakeWorld();
  world.program = ({ command: { argv } }) => ({
    effect: () => {
      if (argv[0] === 'long') world.time.advance(PROVEN_MILLISECONDS + 1);
    },
  });
  await performed(world, [run('one'), run('two')]);
  expect(world.calls).not.toContain('locks.beat');
  await performed(world, [run('long'), run('two')]);
  expect(world.calls.filter((call) => call === 'locks.beat')).toHaveLength(1);
});

it('pitfall 26: performs no step of a plan in which a value is not known yet, and names the value', async () => {
  const world = new FakeWorld();
  const command = (word: string) =>
    step({ type: 'run', command: { argv: ['make', word], in: '.', timeoutSeconds: 60 } });
  const { outcome } = await performed(world, [command('first'), command('{outputs.api.url}')]);
  expect(outcome).toMatchObject({
    type: 'failed',
    failure: { message: expect.stringContaining('{outputs.api.url} is not known') as string },
  });
  expect(world.programs.requests).toEqual([]);
});
