import {
  ALIASED_FUNCTIONS,
  aliasedVersions,
  putAliasedFunctions,
} from '../../../tests/fakes/aliased-functions';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';
import { commit, pagesBranch } from '../../../tests/fakes/values';
import { alarm } from '../../../tests/fakes/values-of-alarm';
import { lockHolder } from '../../../tests/fakes/values-of-lock';
import { storedStack } from '../../../tests/fakes/values-of-release';
import { PROVEN_MILLISECONDS } from '../../model/lock';

/** Once the method has done its work the run stands still, longer than its lease, and another run takes the lock over. */
function pauseAfter<Method extends string>(
  world: FakeWorld,
  port: { [key in Method]: (...words: never[]) => Promise<unknown> },
  method: Method,
): void {
  const original = port[method].bind(port) as (...words: unknown[]) => Promise<unknown>;
  const pausing = async (...words: unknown[]): Promise<unknown> => {
    const answer = await original(...words);
    world.time.advance(PROVEN_MILLISECONDS + 1);
    world.records.locks.set('dev', lockHolder());
    return answer;
  };
  port[method] = pausing;
}

interface Case {
  readonly step: ReturnType<typeof step>;
  readonly pause: (world: FakeWorld) => Promise<void>;
  /** What the step would have changed after the pause, and how it must still be. */
  readonly look: (world: FakeWorld) => unknown;
  readonly untouched: unknown;
}

it.each<[string, Case]>([
  [
    'a function was published: its alias stays',
    {
      step: step({ type: 'move-alias', function: { name: 'api', alias: 'live', layers: [] }, alias: 'live' }),
      pause: async (world) => {
        await putAliasedFunctions(world);
        world.aws.putFunction('api', { code: 'new' });
        pauseAfter(world, world.aws, 'publishVersion');
      },
      look: aliasedVersions,
      untouched: ['2', '2'],
    },
  ],
  [
    'one alias was moved: the next is not, and the first is not moved back',
    {
      step: step({
        type: 'set-aliases',
        aliases: ALIASED_FUNCTIONS.map((name) => ({ function: name, alias: 'live', version: '1' })),
      }),
      pause: async (world) => {
        await putAliasedFunctions(world);
        pauseAfter(world, world.aws, 'moveAlias');
      },
      look: aliasedVersions,
      untouched: ['1', '2'],
    },
  ],
  [
    'the role of a command was asked for: it does not begin',
    {
      step: step({ type: 'run', command: { argv: ['make'], in: '.', timeoutSeconds: 60 } }),
      pause: async (world) => pauseAfter(world, world, 'childEnvironment'),
      look: (world) => world.programs.requests,
      untouched: [],
    },
  ],
  [
    'a stored template was read: the stack stays',
    {
      step: step({ type: 'restore-stack', stored: storedStack }),
      pause: async (world) => {
        world.aws.putStack('main', { source: { template: '{"new":1}' } });
        world.aws.putBucket('kept');
        const source = { template: '{"old":1}', parameters: {}, tags: {}, capabilities: [] };
        await world.aws.keepObject('kept', storedStack.key, JSON.stringify(source));
        pauseAfter(world, world.aws, 'object');
      },
      look: async (world) => (await world.aws.stackSource('main'))?.template,
      untouched: '{"new":1}',
    },
  ],
  [
    'the commit of an earlier tree was made: the branch stays',
    {
      step: step({ type: 'carry', pages: pagesBranch(), head: commit('b'), commit: commit('a') }),
      pause: async (world) => {
        const repo = { name: 'backend-repo', url: 'git@example.test:team/backend.git' };
        await world.sources.ensure(repo, commit('b'));
        world.moveBranch('stg', commit('b'));
        pauseAfter(world, world.sources, 'carry');
      },
      look: (world) => world.head('stg'),
      untouched: commit('b'),
    },
  ],
  [
    'one alarm was put: the next is not',
    {
      step: step({ type: 'put-alarms', alarms: [alarm({ name: 'one' }), alarm({ name: 'two' })] }),
      pause: async (world) => pauseAfter(world, world.cloudWatch, 'putAlarm'),
      look: (world) => world.cloudWatch.writes,
      untouched: ['one'],
    },
  ],
])('paused past its lease within a step, when %s', async (_when, { step: each, pause, look, untouched }) => {
  const world = new FakeWorld();
  await pause(world);
  await expect(performed(world, [each])).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
  expect(await look(world)).toEqual(untouched);
});
