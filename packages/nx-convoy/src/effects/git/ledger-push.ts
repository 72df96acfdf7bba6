import { applyEntries } from '../../model/ledger-state';
import type { LockHolder } from '../../model/lock';
import { lockLost } from '../../model/lock-errors';
import type { LedgerEntry, LedgerState } from '../../model/receipt';
import type { Head } from './ledger-branch';
import type { LedgerEnvironment } from './ledger-environment';
import type { Refs } from './ledger-refs';
import { settle } from './ledger-settle';

/** Whose the lock is, as the refs were seen. */
export type Ownership =
  | { readonly type: 'ours' }
  | { readonly type: 'lost'; readonly holder: LockHolder | null }
  | { readonly type: 'again' };

/** Adds entries under the lock, in one push that moves branch and lock; in the good case that is the only way to the remote. */
export async function pushEntries(
  at: LedgerEnvironment,
  entries: readonly LedgerEntry[],
  token: string,
): Promise<LedgerState> {
  const { stamps } = at.options;
  const moment = stamps?.now();
  const { value, refs, from, hasMoved } = await settle(at, await believed(at, token), async (seen) => {
    const ownership = await ownershipOf(at, seen, token);
    if (ownership.type === 'again') return ownership;
    if (ownership.type === 'lost') {
      await stamps?.lose(at.name, token);
      throw lockLost(at.name, ownership.holder);
    }
    const head = await at.branch.at(seen.branch);
    const missing = await at.branch.missing(head, entries);
    if (missing.length === 0) return { type: 'done', value: head };
    const [next, lock] = await Promise.all([follow(at, head, missing), at.locks.beat(token)]);
    return { type: 'move', to: { branch: next.commit, lock }, value: next };
  });
  const { branch, lock } = refs;
  await at.known.learn({ branch, lock: lock === null ? null : { commit: lock, token } }, from.branch);
  if (hasMoved && moment !== undefined) await stamps?.prove(at.name, token, moment);
  return value.state;
}

/** Adds entries and frees the lock, in one push. A lock that is not ours any more is left as it is. */
export async function pushAndFree(
  at: LedgerEnvironment,
  entries: readonly LedgerEntry[],
  token: string,
): Promise<void> {
  const { stamps } = at.options;
  let hasTried = false;
  const {
    value: isFreed,
    refs,
    from,
  } = await settle(at, await believed(at, token), async (seen) => {
    const ownership = await ownershipOf(at, seen, token);
    if (ownership.type === 'again') return ownership;
    if (ownership.type === 'lost')
      return { type: 'done', value: hasTried && (await isWritten(at, seen, entries)) };
    hasTried = true;
    const branch = entries.length === 0 ? seen.branch : await branchWith(at, seen, entries);
    return { type: 'move', to: { branch, lock: null }, value: true };
  });
  if (!isFreed) return stamps?.lose(at.name, token);
  const branch = entries.length === 0 ? {} : { branch: refs.branch };
  await at.known.learn({ ...branch, lock: null }, from.branch);
  await stamps?.free(at.name, token);
}

/** Takes nobody's word for it but that of the run's own processes, who wrote down what they pushed, or the remote's. */
export async function ownershipOf(at: LedgerEnvironment, seen: Refs, token: string): Promise<Ownership> {
  const { branch, lock } = seen;
  if (lock === null) return { type: 'lost', holder: null };
  const known = (await at.known.read()).lock;
  if (known?.commit === lock && known.token === token) return { type: 'ours' };
  const holder = await at.locks.holderAt({ branch, lock });
  if (holder === null) return { type: 'again' };
  return holder.token === token ? { type: 'ours' } : { type: 'lost', holder };
}

/** Whether a try whose answer was lost had done it. A free lock alone does not tell: somebody may have broken it between two tries. */
async function isWritten(
  at: LedgerEnvironment,
  seen: Refs,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  if (entries.length === 0) return seen.lock === null;
  return (await at.branch.missing(await at.branch.at(seen.branch), entries)).length === 0;
}

/** Where the run's processes last left the refs; null: the remote has to be asked. */
async function believed(at: LedgerEnvironment, token: string): Promise<Refs | null> {
  const { branch, lock } = await at.known.read();
  if (branch === undefined || lock?.token !== token) return null;
  return { branch, lock: lock.commit };
}

/** Commit of the branch with the entries: a new one, or the one that is there. */
async function branchWith(
  at: LedgerEnvironment,
  seen: Refs,
  entries: readonly LedgerEntry[],
): Promise<string | null> {
  const head = await at.branch.at(seen.branch);
  const missing = await at.branch.missing(head, entries);
  return missing.length === 0 ? head.commit : (await follow(at, head, missing)).commit;
}

function follow(at: LedgerEnvironment, head: Head, missing: readonly LedgerEntry[]): Promise<Head> {
  return at.branch.follow(head, applyEntries(head.state, missing), missing);
}
