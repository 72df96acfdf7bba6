import { isCoordinationError } from './coordination-error';
import { errorDescriptions } from './error-descriptions';
import type { LockHolder } from './lock';
import { lockHeld, lockLost, outboxCorrupt } from './lock-errors';
import { lockHolder } from '../../tests/fakes/values-of-lock';

const now = '2026-03-02T23:05:00.000Z';
const held = (change: Partial<LockHolder> = {}, quietMilliseconds = 0): ReturnType<typeof lockHeld> =>
  lockHeld({
    environment: 'preprod',
    holder: lockHolder({ beatAt: '2026-03-02T23:04:56.000Z', ...change }),
    quietMilliseconds,
    now,
  });

describe('a lock that another run holds', () => {
  it('is told with person, host, run, since when, and the last sign of life', () => {
    expect(held().message).toBe(
      'preprod is being deployed by user@host (run 81c2, since 23:01 UTC, last sign of life 4 s ago)',
    );
  });

  it('names the way to wait, and that a dead run frees it', () => {
    expect(held().remedy).toBe(
      'wait for it:  … --wait-for-lock=600        (it frees itself after 60 s without a sign of life)',
    );
  });

  it('names unlock when nothing was heard for long, whatever the clocks say', () => {
    expect(held({ beatAt: '2026-03-02T23:09:00.000Z' }, 31_000).message).toContain(
      'last sign of life 31 s ago',
    );
    expect(held({}, 31_000).remedy).toContain('npx nx run convoy:unlock:preprod --reason="…"');
    expect(held({ beatAt: '2026-03-02T20:05:00.000Z' }).message).toContain('3 h ago');
  });

  it('takes a clock that is ahead for a sign of life just now', () => {
    expect(held({ beatAt: '2026-03-02T23:09:00.000Z' }).message).toContain('last sign of life 0 s ago');
  });

  it('names the day where it is not today, and what is being done', () => {
    const { claim } = lockHolder();
    const holder = { claim: { ...claim, verb: 'rollback', since: '2026-03-01T23:01:00+01:00' } };
    expect(held(holder).message).toContain(
      'being rolled back by user@host (run 81c2, since 2026-03-01 22:01 UTC',
    );
    expect(held({ claim: { ...claim, verb: 'align' } }).message).toContain('being worked on by');
  });
});

describe('a lock that was lost', () => {
  it('says who has it now and what to do', () => {
    const error = lockLost('preprod', lockHolder());
    expect(error.message).toBe(
      'this run lost the lock of preprod: user@host has it now (run 81c2, deploy); it writes nothing and starts nothing any more',
    );
    expect(error.remedy).toContain('npx nx run convoy:status:preprod');
    expect(lockLost('preprod', null).message).toContain('nobody has it now');
  });
});

test.each([held(), lockLost('dev', null), outboxCorrupt('.convoy/outbox/x.json', 'it is not JSON')])(
  '$code is described and ends with what to do',
  (error) => {
    expect(isCoordinationError(error)).toBe(true);
    expect(Object.keys(errorDescriptions)).toContain(error.code);
    expect(error.remedy).not.toBe('');
  },
);
