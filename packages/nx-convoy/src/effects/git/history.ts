import { isCoordinationError } from '../../model/coordination-error';
import type { CommittedChange } from '../../model/committed-change';
import { commitNotFound, refUnsafe } from '../../model/errors';
import { refTrouble } from '../../model/git-words';
import type { History, HistoryAnswer, HistoryWish } from '../history-port';
import type { RepoAddress } from '../ports';
import { hasCommit, Mirrors, type MirrorsOptions } from './mirrors';
import { openGit } from './open-git';
import { parseCommit } from './parse-commit';
import { withoutSlashes } from './tree-lines';

const FIELD = '\u001f';
const FORMAT = ['%H', '%an', '%ae', '%B'].join('%x1f');

/** The history in the same mirrors that `createRepos` reads. */
export function createHistory(options: MirrorsOptions): History {
  const mirrors = new Mirrors(options);
  return { changes: (repo, wish) => changes(repo, wish, mirrors) };
}

async function changes(repo: RepoAddress, wish: HistoryWish, mirrors: Mirrors): Promise<HistoryAnswer> {
  const { from, to, paths, most } = wish;
  const commits = [to, ...(from === null ? [] : [from])];
  for (const commit of commits) {
    const trouble = refTrouble(commit);
    if (trouble !== null) throw refUnsafe(commit, trouble);
  }
  const { folder, options } = await mirrors.mirror(repo);
  // The one question that excludes paths: git is told of each that it is literal.
  const git = await openGit(folder, options, { GIT_LITERAL_PATHSPECS: '0' });
  const range = from === null ? to : `${from}..${to}`;
  // Both sides of a merge count, also where one of them says the same as the other.
  const words = ['--no-merges', '--full-history', `--max-count=${most + 1}`, '--encoding=UTF-8', '-z'];
  try {
    const text = await git.read('log', ...words, `--format=${FORMAT}`, range, '--', ...specsOf(paths));
    const records = text.split('\0').filter((record) => record.trim() !== '');
    return {
      changes: records.slice(0, most).map(changeOf),
      hasMore: records.length > most,
    };
  } catch (cause) {
    if (isCoordinationError(cause)) throw cause;
    for (const commit of commits)
      if (!(await hasCommit(git, commit))) throw commitNotFound(repo.name, commit);
    throw cause;
  }
}

function changeOf(record: string): CommittedChange {
  const [commit = '', name = '', email = '', ...message] = record.split(FIELD);
  return { commit, author: { name, email }, ...parseCommit(message.join(FIELD)) };
}

function specsOf(paths: readonly string[]): string[] {
  const included = paths.filter((path) => !path.startsWith('!')).map(withoutSlashes);
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => withoutSlashes(path.slice(1)));
  const isAll = included.length === 0 || included.includes('.');
  return [
    ...(isAll ? [':(top)'] : included.map((path) => `:(top,literal)${path}`)),
    ...excluded.map((path) => `:(top,exclude,literal)${path}`),
  ];
}
