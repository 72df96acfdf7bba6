import { randomBytes } from 'node:crypto';
import { ledgerCorrupt } from '../../model/errors';
import { textOf } from '../../model/entry-text';
import { lockClaimSchema, type LockClaim, type LockHolder } from '../../model/lock';
import type { WorldName } from '../../model/receipt';
import { makeCommit, makeEmptyCommit, type CommitPlace } from './ledger-commit';
import type { LedgerRefs, Refs } from './ledger-refs';
import { hasCommit } from './mirrors';
import type { Git } from './open-git';
import { parseLedgerFile } from './parse-ledger-file';

export interface LockCommitsOptions {
  readonly git: Git;
  readonly refs: LedgerRefs;
  readonly place: CommitPlace;
  readonly world: WorldName;
  readonly environment: string;
}

const FILE = 'lock.json';

/** What the ref of a lock points at: a commit with the claim, whose id is the token, or a beat, which is a child of that commit. */
export class LockCommits {
  constructor(private readonly options: LockCommitsOptions) {}

  /** Who holds the lock as listed; null: the ref has moved on before it could be read. */
  async holderAt(listed: Refs & { readonly lock: string }): Promise<LockHolder | null> {
    const { git, refs, world, environment } = this.options;
    const beat = listed.lock;
    const read = (): Promise<[head: string, text: string]> =>
      Promise.all([git.read('cat-file', 'commit', beat), git.read('cat-file', 'blob', `${beat}:${FILE}`)]);
    const found = await read().catch(async () => {
      await refs.bring(listed);
      return (await hasCommit(git, beat)) ? read().catch(() => null) : 'moved';
    });
    if (found === 'moved') return null;
    const path = `${refs.names.lock}:${FILE}`;
    if (found === null) throw ledgerCorrupt(path, 'it is missing');
    const [head, text] = found;
    const claim = parseLedgerFile(text, { path, world, environment }, lockClaimSchema);
    const token = /^parent (\S+)$/m.exec(head)?.[1] ?? beat;
    const seconds = Number(/^committer .* (\d+) \S+$/m.exec(head)?.[1] ?? 0);
    return { claim, token, beat, beatAt: new Date(seconds * 1_000).toISOString() };
  }

  /** The commit that takes the lock; no two are the same. */
  claim(claim: LockClaim): Promise<string> {
    const message = [`${claim.verb}: ${claim.who}`, `Run: ${claim.run}\nNonce: ${nonce()}`].join('\n\n');
    const files = [[FILE, textOf(claim)]] as const;
    return makeCommit(this.options.place, { parent: null, files, message, who: claim.who });
  }

  /** The next sign of life under the token; no two are the same. */
  beat(token: string): Promise<string> {
    const message = `beat\n\nToken: ${token}\nNonce: ${nonce()}`;
    return makeEmptyCommit(this.options.place, { parent: token, message, who: '' });
  }
}

function nonce(): string {
  return randomBytes(8).toString('hex');
}
