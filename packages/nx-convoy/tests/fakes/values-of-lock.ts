import type { LockClaim, LockHolder, RunClaim } from '../../src/model/lock';
import type { Occurrence } from '../../src/model/receipt';

// Values around the lock, complete and valid by themselves; a test names only what it is about.

export function runClaim(change: Partial<RunClaim> = {}): RunClaim {
  return {
    run: '81c2',
    who: 'user@host',
    host: 'host',
    verb: 'deploy',
    since: '2026-03-02T23:01:00.000Z',
    machine: null,
    processes: [],
    ...change,
  };
}

export function lockClaim(change: Partial<LockClaim> = {}): LockClaim {
  return { version: 1, world: 'sandbox', environment: 'dev', ...runClaim(), ...change };
}

export function lockHolder(change: Partial<LockHolder> = {}): LockHolder {
  return {
    claim: lockClaim(),
    token: 'c'.repeat(40),
    beat: 'd'.repeat(40),
    beatAt: '2026-03-02T23:01:00.000Z',
    ...change,
  };
}

export function unlocked(change: Partial<Occurrence> = {}): Occurrence {
  return {
    type: 'occurrence',
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    run: 'run-9',
    who: 'somebody@somewhere',
    startedAt: '2026-03-02T23:30:00.000Z',
    token: 'c'.repeat(40),
    what: { kind: 'unlocked', reason: 'laptop died', holder: 'user@host (run 81c2)' },
    ...change,
  };
}
