import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { commit, NOON, pagesBranch, resolvedComponent } from '../../tests/fakes/values';
import { NO_FLAGS } from '../model/run-flags';
import { awaitRest } from './await-rest';

const stacks = order({
  component: resolvedComponent({ observes: { stacks: ['main'], functions: [], layers: [] } }),
});
const minutes = (count: number): number => count * 60_000;

async function rested(set: (world: FakeWorld) => void, isOurs = true, asked = stacks) {
  const world = new FakeWorld();
  world.aws.putStack('main');
  set(world);
  const live = await awaitRest(asked, isOurs, world);
  const waited = Date.parse(world.time.now()) - Date.parse(NOON);
  return { status: live.stacks[0]?.status, waited, lines: world.lines, live };
}

it('waits for nothing where all is at rest', async () => {
  expect(await rested(() => {})).toMatchObject({ status: 'CREATE_COMPLETE', waited: 0, lines: [] });
});

it('waits for a stack that an attempt of ours began, as long as that takes, and says so once', async () => {
  const found = await rested(({ aws, time }) => {
    aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' });
    time.later(minutes(30), () => aws.putStack('main', { status: 'UPDATE_COMPLETE' }));
  });
  expect(found).toMatchObject({
    status: 'UPDATE_COMPLETE',
    waited: minutes(30),
    lines: ['backend: waiting for what we began there'],
  });
});

it('gives up after an hour', async () => {
  const found = await rested(({ aws }) => aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' }));
  expect(found).toMatchObject({ status: 'UPDATE_IN_PROGRESS', waited: minutes(60) });
});

it.each([
  [0, 0],
  [90, 90_000],
])("waits for somebody else's work as long as the person allowed: %d s", async (waitForLock, waited) => {
  const found = await rested((world) => {
    world.flags = { ...NO_FLAGS, waitForLock };
    world.aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' });
  }, false);
  expect(found).toMatchObject({ status: 'UPDATE_IN_PROGRESS', waited });
});

it('waits for a stack that is being deleted, whoever deletes it: nothing could stop that', async () => {
  const found = await rested(({ aws, time }) => {
    aws.putStack('main', { status: 'DELETE_IN_PROGRESS' });
    time.later(minutes(5), () => aws.remove('stack', 'main'));
  }, false);
  expect(found).toMatchObject({ status: 'ABSENT', waited: minutes(5) });
});

it('does not wait for a stack in review: that is no work, and it stays so for ever', async () => {
  const found = await rested(({ aws }) => aws.putStack('main', { status: 'REVIEW_IN_PROGRESS' }));
  expect(found).toMatchObject({ status: 'REVIEW_IN_PROGRESS', waited: 0 });
});

it('waits for a build that is under way', async () => {
  const pages = pagesBranch();
  const front = order({ component: resolvedComponent({ pages }) });
  const found = await rested(
    (world) => {
      world.moveBranch('stg', commit('b'));
      world.front.push('stg', commit('b'));
    },
    true,
    front,
  );
  expect(found.live.pages?.deployment).toMatchObject({ stage: 'deploy', status: 'success' });
});

it('does not wait any longer when somebody stops the run', async () => {
  const found = await rested((world) => {
    world.aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' });
    world.time.later(5_000, () => world.interrupt());
  });
  expect(found).toMatchObject({ status: 'UPDATE_IN_PROGRESS', waited: 5_000 });
});
