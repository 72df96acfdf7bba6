import { parseCommit } from '../../src/effects/git/parse-commit';
import { isBelow } from '../../src/effects/git/tree-lines';
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

  async changes(repo: RepoAddress, { from, to, paths, most }: HistoryWish): Promise<HistoryAnswer> {
    const before = from === null ? new Set<string>() : this.repos.historyOf(repo, from);
    const found = [...this.repos.historyOf(repo, to)]
      .filter((id) => !before.has(id))
      .filter((id) => this.touched(repo, this.repos.known(repo, id)).some((path) => isBelow(path, paths)));
    const changes = found.slice(0, most).map((commit) => ({
      commit,
      author: { name: 'Somebody', email: 'somebody@example.test' },
      ...parseCommit(this.repos.known(repo, commit).subject),
    }));
    return { changes, hasMore: found.length > most };
  }

  private touched(repo: RepoAddress, { parents, files }: FakeCommit): string[] {
    if (parents.length > 1) return [];
    const [parent] = parents;
    const old = parent === undefined ? {} : this.repos.known(repo, parent).files;
    const paths = new Set([...Object.keys(old), ...Object.keys(files)]);
    return [...paths].filter((path) => JSON.stringify(old[path]) !== JSON.stringify(files[path]));
  }
}
