import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';
import { resolvedComponent } from '../../../tests/fakes/values';
import { storedStack } from '../../../tests/fakes/values-of-release';

const component = resolvedComponent({ observes: { stacks: ['main'], functions: [], layers: [] } });
const source = { template: '{"old":1}', parameters: { Size: 'small' }, tags: { by: 'us' }, capabilities: [] };
const deletion = step({ type: 'delete-stack', stack: 'main' });
const continuation = step({ type: 'continue-rollback', stack: 'main' });
const restoration = step({ type: 'restore-stack', stored: storedStack });

/** A stack in a status; its former source is in the bucket. */
async function stage(status = 'UPDATE_COMPLETE'): Promise<FakeWorld> {
  const world = new FakeWorld();
  world.aws.putStack('main', { status, source: { template: '{"new":1}', tags: { by: 'them' } } });
  world.aws.putBucket('kept');
  await world.aws.keepObject('kept', storedStack.key, JSON.stringify(source));
  world.aws.writes.length = 0;
  return world;
}
const status = async (world: FakeWorld): Promise<string> =>
  (await world.aws.stack('main'))?.status ?? 'ABSENT';

describe('deleting a stack whose first creation failed', () => {
  it('waits until it is gone', async () => {
    const world = await stage('ROLLBACK_COMPLETE');
    expect((await performed(world, [deletion], { component })).outcome).toEqual({ type: 'done' });
    expect(await status(world)).toBe('ABSENT');
  });

  it('fails where it cannot be deleted', async () => {
    const world = await stage('ROLLBACK_COMPLETE');
    world.aws.endNextChange('main', 'DELETE_FAILED');
    expect((await performed(world, [deletion], { component })).outcome).toMatchObject({
      type: 'failed',
      failure: { code: 'CONVOY_STEP_FAILED', message: 'stack main is DELETE_FAILED, not ABSENT' },
    });
  });
});

describe('continuing a rollback that got stuck', () => {
  it('waits until the stack has come back', async () => {
    const world = await stage('UPDATE_ROLLBACK_FAILED');
    expect((await performed(world, [continuation], { component })).outcome).toEqual({ type: 'done' });
    expect(await status(world)).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('fails with the first cause where it gets stuck again', async () => {
    const world = await stage('UPDATE_ROLLBACK_FAILED');
    world.aws.endNextChange('main', 'UPDATE_ROLLBACK_FAILED');
    world.aws.putStackEvent('main', { resource: 'Table', status: 'UPDATE_FAILED', reason: 'it is gone' });
    expect((await performed(world, [continuation], { component })).outcome).toMatchObject({
      failure: { message: expect.stringContaining('first cause  Table') as string },
    });
  });
});

describe('putting a stored template back', () => {
  it('restores template, parameters and tags, and waits for the update', async () => {
    const world = await stage();
    expect((await performed(world, [restoration], { component })).outcome).toEqual({ type: 'done' });
    expect(await world.aws.stackSource('main')).toMatchObject({ template: '{"old":1}', tags: { by: 'us' } });
    expect(await status(world)).toBe('UPDATE_COMPLETE');
  });

  it('does nothing twice', async () => {
    const world = await stage();
    await performed(world, [restoration, restoration], { component });
    expect(world.aws.writes).toEqual(['updateStack main']);
  });

  it('keeps the value of a secret parameter, which nobody could store', async () => {
    const world = await stage();
    world.aws.putStack('main', { source: { parameters: { Size: 'big', Password: null } } });
    const secret = { ...source, parameters: { Size: 'small', Password: null } };
    await world.aws.keepObject('kept', storedStack.key, JSON.stringify(secret));
    await performed(world, [restoration], { component });
    expect(await world.aws.stackSource('main')).toMatchObject({
      parameters: { Size: 'small', Password: null },
    });
  });

  it('fails where the update is rolled back', async () => {
    const world = await stage();
    world.aws.endNextChange('main', 'UPDATE_ROLLBACK_COMPLETE');
    expect((await performed(world, [restoration], { component })).outcome).toMatchObject({
      type: 'failed',
      failure: { message: 'stack main is UPDATE_ROLLBACK_COMPLETE, not UPDATE_COMPLETE' },
    });
  });

  it('fails where the stored template is gone, with the command that looks for older versions of it', async () => {
    const world = await stage();
    world.aws.removeObject('kept', storedStack.key);
    expect((await performed(world, [restoration], { component })).outcome).toMatchObject({
      failure: {
        code: 'CONVOY_STORED_STACK_MISSING',
        remedy: expect.stringContaining('list-object-versions') as string,
      },
    });
  });
});

it('leaves the provider to finish what began, and is interrupted itself', async () => {
  const world = await stage();
  const updateStack = world.aws.updateStack.bind(world.aws);
  jest.spyOn(world.aws, 'updateStack').mockImplementation(async (...words) => {
    world.interrupt();
    return updateStack(...words);
  });
  expect((await performed(world, [restoration, deletion], { component })).outcome).toEqual({
    type: 'interrupted',
  });
  expect(world.aws.writes).toEqual(['updateStack main']);
});
