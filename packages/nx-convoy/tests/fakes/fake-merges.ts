import type { Comparison, MergeOutcome, Merges, MergeWish, RefMove } from '../../src/effects/merges-port';
import { namesBranch } from '../../src/effects/git/merged-branch';
import type { PushOutcome, RepoAddress } from '../../src/effects/ports';
import type { FakeFile } from './fake-remote';
import type { FakeRepos } from './fake-repos';

type Files = Readonly<Record<string, FakeFile>>;

/**
 * Merges of what the fake repositories have in their mirrors.
 * - A file that both sides changed since they parted, each in its own way, is a conflict; git would look into its lines.
 * - A move that loses the compare-and-swap, or that the remote's `refusal` meets, is `rejected`; one that says what is so already is not.
 */
export class FakeMerges implements Merges {
  constructor(private readonly repos: FakeRepos) {}

  async merge(repo: RepoAddress, wish: MergeWish): Promise<MergeOutcome> {
    const { head, source, paragraphs } = wish;
    const { base, ahead } = await this.compare(repo, source, head);
    if (ahead === 0) return { type: 'contained' };
    const filesOf = (commit: string | null): Files =>
      commit === null ? {} : this.repos.known(repo, commit).files;
    const [old, ours, theirs] = [filesOf(base), filesOf(head), filesOf(source)];
    const merged: Record<string, FakeFile> = {};
    const conflicts: string[] = [];
    for (const path of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
      const file = sideOf([old[path], ours[path], theirs[path]]);
      if (file === 'conflict') conflicts.push(path);
      else if (file !== undefined) merged[path] = file.file;
    }
    if (conflicts.length > 0) return { type: 'conflict', files: conflicts.sort() };
    const [subject = '', ...rest] = paragraphs;
    const trailers = { text: rest.join('\n\n'), author: wish.author.name, at: wish.at };
    return {
      type: 'merged',
      commit: this.repos.added(repo, { parents: [head, source], subject, trailers, files: merged }),
    };
  }

  async compare(repo: RepoAddress, commit: string, other: string): Promise<Comparison> {
    const [left, right] = [this.repos.historyOf(repo, commit), this.repos.historyOf(repo, other)];
    return {
      ahead: [...left].filter((each) => !right.has(each)).length,
      behind: [...right].filter((each) => !left.has(each)).length,
      base: [...left].find((each) => right.has(each)) ?? null,
    };
  }

  async parted(repo: RepoAddress, commit: string, head: string): Promise<string | null> {
    const { base } = await this.compare(repo, commit, head);
    if (base !== commit) return base;
    // Down the first parents, as long as they contain it.
    let next = head;
    for (;;) {
      const [before] = this.repos.known(repo, next).parents;
      if (next === commit || before === undefined) return null;
      if (!this.repos.historyOf(repo, before).has(commit))
        return (await this.compare(repo, before, commit)).base;
      next = before;
    }
  }

  async broughtBy(repo: RepoAddress, branch: string, heads: readonly string[]): Promise<string | null> {
    const merges = heads
      .flatMap((head) => [...this.repos.historyOf(repo, head)])
      .map((commit) => this.repos.known(repo, commit))
      .filter(({ parents, subject, trailers = {} }) => {
        const message = [subject, ...Object.values(trailers)].join('\n');
        return parents.length > 1 && namesBranch(message, branch);
      });
    return merges[0]?.parents.at(-1) ?? null;
  }

  async move(repo: RepoAddress, { ref, expected, to }: RefMove): Promise<PushOutcome> {
    const remote = this.repos.reached(repo);
    const current = remote.refs.get(ref) ?? null;
    if (remote.refusal !== null)
      return { type: 'rejected', message: `! [remote rejected] ${ref} (${remote.refusal})` };
    if (current === to) return { type: 'pushed' };
    if (current !== expected) return { type: 'rejected', message: `! [rejected] ${ref} (stale info)` };
    if (to === null) {
      remote.refs.delete(ref);
      return { type: 'pushed' };
    }
    for (const commit of this.repos.historyOf(repo, to))
      remote.commits.set(commit, this.repos.known(repo, commit));
    remote.refs.set(ref, to);
    return { type: 'pushed' };
  }
}

type Sides = readonly (FakeFile | undefined)[];

function sideOf([old, ours, theirs]: Sides): { file: FakeFile } | undefined | 'conflict' {
  const same = (left?: FakeFile, right?: FakeFile): boolean => JSON.stringify(left) === JSON.stringify(right);
  const wrapped = (file?: FakeFile) => (file === undefined ? undefined : { file });
  if (same(ours, theirs) || same(old, theirs)) return wrapped(ours);
  return same(old, ours) ? wrapped(theirs) : 'conflict';
}
