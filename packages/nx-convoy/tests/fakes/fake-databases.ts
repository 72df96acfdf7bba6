import type { DatabaseInstance, Databases } from '../../src/effects/ports';
import { providerFailed } from '../../src/model/provider-failed';

interface FakeInstance {
  readonly instance: DatabaseInstance;
  /** What it was restored from; null: it was put. */
  readonly origin: string | null;
  looks: number;
}
interface FakeSnapshot {
  readonly of: string;
  looks: number;
  readonly then: string;
}

/**
 * Database instances of one region in memory.
 * - `put` is what others do; what was begun through the port is kept in `writes` (`restoreToTime source target at`); the same again begins nothing.
 * - Instances and snapshots that were begun are `creating` for so many looks as the constructor says, then `available`; only then an instance has an
 *   endpoint. `endNextSnapshot` makes the next snapshot end otherwise.
 * - A source without `restorableUntil` has its backups off: it is not restored to a time. Nor is one to a time after it.
 * - `fail(method, cause)` makes the next call of that method fail as the provider would.
 */
export class FakeDatabases implements Databases {
  readonly writes: string[] = [];
  private readonly instances = new Map<string, FakeInstance>();
  private readonly snapshots = new Map<string, FakeSnapshot>();
  private readonly failures = new Map<keyof Databases, unknown>();
  private ending = 'available';

  constructor(private readonly looksUntilAvailable = 1) {}

  put(id: string, change: Partial<Omit<DatabaseInstance, 'id'>> = {}): void {
    const known = { status: 'available', endpoint: `${id}.rds.test:5432`, restorableUntil: null };
    this.instances.set(id, { instance: { id, ...known, ...change }, origin: null, looks: 0 });
  }

  remove(kind: 'instance' | 'snapshot', name: string): void {
    (kind === 'instance' ? this.instances : this.snapshots).delete(name);
  }

  endNextSnapshot(status: string): void {
    this.ending = status;
  }

  fail(method: keyof Databases, cause: unknown): void {
    this.failures.set(method, cause);
  }

  async instance(id: string): Promise<DatabaseInstance | null> {
    this.strike('instance', `read database ${id}`);
    const found = this.instances.get(id);
    if (found === undefined) return null;
    if (found.looks === 0) return { ...found.instance };
    found.looks -= 1;
    return { ...found.instance, status: 'creating', endpoint: null };
  }

  async snapshot(instance: string, name: string): Promise<void> {
    const what = `make snapshot ${name} of database ${instance}`;
    this.strike('snapshot', what);
    this.existing(instance, what);
    const known = this.snapshots.get(name);
    if (known !== undefined && known.of !== instance)
      throw refused(what, `there is one of ${known.of} by that name`);
    if (known !== undefined) return;
    this.writes.push(`snapshot ${instance} ${name}`);
    this.snapshots.set(name, { of: instance, looks: this.looksUntilAvailable, then: this.ending });
    this.ending = 'available';
  }

  async snapshotStatus(name: string): Promise<string | null> {
    this.strike('snapshotStatus', `read snapshot ${name}`);
    const found = this.snapshots.get(name);
    if (found === undefined) return null;
    if (found.looks === 0) return found.then;
    found.looks -= 1;
    return 'creating';
  }

  async restoreToTime(restore: { source: string; target: string; at: string }): Promise<void> {
    const { source, target, at } = restore;
    const what = `restore database ${source} to ${target} as it was at ${at}`;
    this.strike('restoreToTime', what);
    const { restorableUntil } = this.existing(source, what);
    if (restorableUntil === null) throw refused(what, 'point-in-time restore is not enabled');
    if (Date.parse(at) > Date.parse(restorableUntil)) throw refused(what, `the newest is ${restorableUntil}`);
    this.create(target, {
      origin: `${source} at ${at}`,
      what,
      write: `restoreToTime ${source} ${target} ${at}`,
    });
  }

  async restoreSnapshot(restore: { source: string; snapshot: string; target: string }): Promise<void> {
    const { source, snapshot, target } = restore;
    const what = `restore snapshot ${snapshot} to database ${target}`;
    this.strike('restoreSnapshot', what);
    this.existing(source, what);
    const found = this.snapshots.get(snapshot);
    if (found?.looks !== 0 || found.then !== 'available') throw refused(what, 'it is not available');
    const write = `restoreSnapshot ${source} ${snapshot} ${target}`;
    this.create(target, { origin: `snapshot ${snapshot}`, what, write });
  }

  private create(id: string, made: { origin: string; what: string; write: string }): void {
    const { origin, what, write } = made;
    const known = this.instances.get(id);
    if (known !== undefined && known.origin !== origin)
      throw refused(what, `there is an instance ${id} that was not made so`);
    if (known !== undefined) return;
    this.writes.push(write);
    const instance = { id, status: 'available', endpoint: `${id}.rds.test:5432`, restorableUntil: null };
    this.instances.set(id, { instance, origin, looks: this.looksUntilAvailable });
  }

  private existing(id: string, what: string): DatabaseInstance {
    const found = this.instances.get(id);
    if (found === undefined) throw refused(what, `there is no instance ${id}`);
    return found.instance;
  }

  private strike(method: keyof Databases, what: string): void {
    if (!this.failures.has(method)) return;
    const cause = this.failures.get(method);
    this.failures.delete(method);
    throw refused(what, cause);
  }
}

function refused(what: string, because: unknown): Error {
  return providerFailed('AWS', what, typeof because === 'string' ? new RangeError(because) : because);
}
