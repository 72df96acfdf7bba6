import { parseCommit } from '../../src/effects/git/parse-commit';
import { isBelow } from '../../src/effects/git/tree-lines';
import type { CommitTime } from '../../src/model/commit-time';
import type { History, HistoryAnswer, HistoryWish } from '../../src/effects/history-port';
import type { RepoAddress } from '../../src/effects/ports';
import type { FakeCommit } from './fake-remote';
import type { FakeRepos } from './fake-repos';

/**
 * The history of what the fake repositories have in their mirrors.
 * - The subject of a fake commit may be a whole message. Everybody is Somebody.
 * - A commit touches what differs from its parent; the first one touches all that it has. Merges are left out.
 */
export class FakeHistory implements History {
  constructor(private readonly repos: FakeRepos) {}

  async changes(repo: RepoAddress, wish: HistoryWish): Promise<HistoryAnswer> {
    const { most } = wish;
    const found = this.found(repo, wish);
    const changes = found.slice(0, most).map((commit) => ({
      commit,
      author: { name: 'Somebody', email: 'somebody@example.test' },
      ...parseCommit(this.repos.known(repo, commit).subject),
    }));
    return { changes, hasMore: found.length > most };
  }

  async times(repo: RepoAddress, wish: HistoryWish): Promise<CommitTime[]> {
    const found = this.found(repo, wish).slice(0, wish.most);
    return found.map((commit) => ({
      commit,
      at: this.repos.known(repo, commit).at ?? '2026-01-01T00:00:00.000Z',
    }));
  }

  private found(repo: RepoAddress, { from, to, paths }: HistoryWish): string[] {
    const before = from === null ? new Set<string>() : this.repos.historyOf(repo, from);
    return [...this.repos.historyOf(repo, to)]
      .filter((id) => !before.has(id))
      .filter((id) => this.touched(repo, this.repos.known(repo, id)).some((path) => isBelow(path, paths)));
  }

  private touched(repo: RepoAddress, { parents, files }: FakeCommit): string[] {
    if (parents.length > 1) return [];
    const [parent] = parents;
    const old = parent === undefined ? {} : this.repos.known(repo, parent).files;
    const paths = new Set([...Object.keys(old), ...Object.keys(files)]);
    return [...paths].filter((path) => JSON.stringify(old[path]) !== JSON.stringify(files[path]));
  }
}
