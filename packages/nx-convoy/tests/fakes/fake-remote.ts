import { createHash } from 'node:crypto';

/** A file as text, or with a mode of git (`100755` a program, `120000` a link to what the text says). */
export type FakeFile = string | { readonly mode: string; readonly text: string };

export interface FakeCommit {
  readonly parents: readonly string[];
  readonly subject: string;
  /** When it was made; of no matter where it is left out. */
  readonly at?: string;
  /** What follows the subject. */
  readonly trailers?: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FakeFile>>;
}

/** A repository at its remote: commits, branches, tags. It does not answer while it is `away`. */
export class FakeRemote {
  readonly commits = new Map<string, FakeCommit>();
  /** Full names of refs. */
  readonly refs = new Map<string, string>();
  /** Objects of the tags that have a message, by name; `refs` has their commits. */
  readonly tags = new Map<string, string>();
  away = false;
  /** What happens at the remote after a branch was pushed: a host that builds. */
  onPush: (branch: string, commit: string) => void = () => undefined;
  /** A reason to refuse pushes, as a server's hook would print it. */
  refusal: string | null = null;

  /** Adds a commit that no ref names yet; its id is digest of what it is. */
  commit(commit: FakeCommit): string {
    const id = fakeCommitId(commit);
    this.commits.set(id, commit);
    return id;
  }

  /** The commit and all before it. */
  history(commit: string): Set<string> {
    const seen = new Set<string>();
    const open = [commit];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(this.commits.get(next)?.parents ?? []));
    }
    return seen;
  }
}

export function fakeCommitId(commit: FakeCommit): string {
  return createHash('sha1').update(JSON.stringify(commit)).digest('hex');
}
