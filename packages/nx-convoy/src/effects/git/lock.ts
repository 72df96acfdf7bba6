import { applyEntries } from '../../model/ledger-state';
import {
  isSameRun,
  LEASE_MILLISECONDS,
  type LockAttempt,
  type LockClaim,
  type LockHolder,
} from '../../model/lock';
import type { Occurrence } from '../../model/receipt';
import type { Locks } from '../ports';
import { ledgerEnvironments, type LedgerEnvironment } from './ledger-environment';
import type { LedgerOptions } from './ledger-options';
import { ownershipOf } from './ledger-push';
import type { Listing, Refs } from './ledger-refs';
import { settle, type Intent } from './ledger-settle';
import { quietSince } from './lock-sights';

/** The lock of an environment is ref `refs/convoy/locks/<environment>` at the ledger's remote: whoever moved it first has it. */
export function createLocks(options: LedgerOptions, open = ledgerEnvironments(options)): Locks {
  const { world } = options;
  return {
    look: async (environment) => look(await open(environment)),
    attempt: async (environment, claim) =>
      attempt(await open(environment), { version: 1, world, environment, ...claim }),
    beat: async (environment, token) => {
      const at = await open(environment);
      const before = (await at.known.read()).lock?.commit;
      return at.alone(() => beat(at, token, before));
    },
    breakLock: async (environment, holder, entry) => {
      const at = await open(environment);
      return at.alone(() => breakLock(at, holder, entry));
    },
  };
}

async function look(at: LedgerEnvironment): Promise<LockHolder | null> {
  const { value } = await settle<LockHolder | null>(at, null, async (seen) => {
    if (seen.lock === null) return { type: 'done', value: null };
    const holder = await at.locks.holderAt({ ...seen, lock: seen.lock });
    return holder === null ? { type: 'again' } : { type: 'done', value: holder };
  });
  return value;
}

async function attempt(at: LedgerEnvironment, claim: LockClaim): Promise<LockAttempt> {
  const { value, refs } = await settle<LockAttempt>(at, at.refs.justSeenFree(), async (seen) => {
    const answer = await judge(at, seen, claim);
    if (answer !== 'take') return answer;
    const token = await at.locks.claim(claim);
    return { type: 'move', to: { branch: seen.branch, lock: token }, value: { type: 'taken', token } };
  });
  if (value.type === 'taken' && refs.lock !== null)
    await at.known.learn({ lock: { commit: refs.lock, token: value.token } });
  return value;
}

/** Whether the lock can be taken as it was seen. */
async function judge(
  at: LedgerEnvironment,
  seen: Listing,
  claim: LockClaim,
): Promise<Intent<LockAttempt> | 'take'> {
  const { lock } = seen;
  if (lock === null) return 'take';
  const holder = await at.locks.holderAt({ ...seen, lock });
  if (holder === null) return { type: 'again' };
  if (isSameRun(holder.claim, claim)) return { type: 'done', value: { type: 'taken', token: holder.token } };
  const quietMilliseconds = await quietSince(at, { ...seen, lock });
  if (quietMilliseconds >= (at.options.leaseMilliseconds ?? LEASE_MILLISECONDS)) return 'take';
  if (await at.machine.isGone(holder.claim)) return 'take';
  return { type: 'done', value: { type: 'held', holder, quietMilliseconds } };
}

/** `before`: where the lock was when the beat was asked for. A push of a sibling meanwhile was a sign of life too. */
async function beat(
  at: LedgerEnvironment,
  token: string,
  before: string | undefined,
): Promise<'beaten' | 'lost'> {
  const { branch = null, lock } = await at.known.read();
  if (lock?.token === token && before !== undefined && lock.commit !== before) return 'beaten';
  const believed = lock?.token === token ? { branch, lock: lock.commit } : null;
  const { value, refs } = await settle<'beaten' | 'lost', Refs>(at, believed, async (seen) => {
    const ownership = await ownershipOf(at, seen, token);
    if (ownership.type === 'again') return ownership;
    if (ownership.type === 'lost') return { type: 'done', value: 'lost' };
    return {
      type: 'move',
      to: { branch: seen.branch, lock: await at.locks.beat(token) },
      value: 'beaten',
    };
  });
  if (value === 'beaten' && refs.lock !== null) await at.known.learn({ lock: { commit: refs.lock, token } });
  return value;
}

async function breakLock(at: LedgerEnvironment, holder: LockHolder, entry: Occurrence): Promise<boolean> {
  const { value, refs } = await settle<boolean>(at, null, async (seen) => {
    const head = await at.branch.at(seen.branch);
    const missing = await at.branch.missing(head, [entry]);
    // A push whose answer was lost: the word is there already.
    if (seen.lock !== holder.beat) return { type: 'done', value: missing.length === 0 };
    const next = await at.branch.follow(head, applyEntries(head.state, missing), missing);
    return { type: 'move', to: { branch: next.commit, lock: null }, value: true };
  });
  await at.known.learn({ branch: refs.branch });
  return value;
}
