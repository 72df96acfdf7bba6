import { FakeWorld } from '../../tests/fakes/fake-world';
import { NOON, resolvedComponent } from '../../tests/fakes/values';
import { rootCause } from './root-cause';

const component = resolvedComponent({
  observes: { stacks: ['first', 'second'], functions: [], layers: [] },
});
const at = (second: number): string => new Date(Date.parse(NOON) + second * 1000).toISOString();

function stage(): FakeWorld {
  const world = new FakeWorld();
  world.aws.putStack('first', { status: 'UPDATE_COMPLETE' });
  world.aws.putStack('second', { status: 'UPDATE_ROLLBACK_COMPLETE' });
  return world;
}

describe('rootCause', () => {
  it('is the first resource that failed, not one that was cancelled for it, nor a consequence', async () => {
    const world = stage();
    const event = (second: number, resource: string, status: string, reason: string): void =>
      world.aws.putStackEvent('second', { at: at(second), resource, status, reason });
    event(1, 'Role', 'CREATE_IN_PROGRESS', '');
    event(2, 'Queue', 'CREATE_FAILED', 'Resource creation cancelled');
    event(3, 'Table', 'CREATE_FAILED', 'Table already exists');
    event(4, 'second', 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resources failed: [Table]');
    event(5, 'Role', 'DELETE_FAILED', 'is in use');
    expect(await rootCause(component, NOON, world)).toBe(
      `stack second UPDATE_ROLLBACK_COMPLETE\nfirst cause  Table  CREATE_FAILED  Table already exists  (${at(3)})`,
    );
  });

  it('does not look before the time that it is asked about', async () => {
    const world = stage();
    world.aws.putStackEvent('second', {
      at: at(1),
      resource: 'Old',
      status: 'CREATE_FAILED',
      reason: 'then',
    });
    world.aws.putStackEvent('second', { at: at(9), resource: 'New', status: 'CREATE_FAILED', reason: 'now' });
    expect(await rootCause(component, at(5), world)).toContain('first cause  New');
  });

  it('is nothing where no stack failed, is there, or says why', async () => {
    const world = stage();
    expect(await rootCause(component, NOON, world)).toBeNull();
    world.aws.remove('stack', 'second');
    expect(await rootCause(component, NOON, world)).toBeNull();
  });
});
