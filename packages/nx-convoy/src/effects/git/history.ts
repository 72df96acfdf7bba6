import { isCoordinationError } from '../../model/coordination-error';
import type { CommitTime } from '../../model/commit-time';
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
  return {
    changes: (repo, wish) => changes(repo, wish, mirrors),
    times: (repo, wish) => times(repo, wish, mirrors),
  };
}

async function changes(repo: RepoAddress, wish: HistoryWish, mirrors: Mirrors): Promise<HistoryAnswer> {
  const { most } = wish;
  const records = await recordsOf(repo, { ...wish, most: most + 1, format: FORMAT }, mirrors);
  return { changes: records.slice(0, most).map(changeOf), hasMore: records.length > most };
}

async function times(repo: RepoAddress, wish: HistoryWish, mirrors: Mirrors): Promise<CommitTime[]> {
  const records = await recordsOf(repo, { ...wish, format: '%H %ct' }, mirrors);
  return records.map((record) => {
    const [commit = '', seconds] = record.split(' ');
    return { commit, at: new Date(Number(seconds) * 1_000).toISOString() };
  });
}

async function recordsOf(
  repo: RepoAddress,
  { from, to, paths, most, format }: HistoryWish & { readonly format: string },
  mirrors: Mirrors,
): Promise<string[]> {
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
  const words = ['--no-merges', '--full-history', `--max-count=${most}`, '--encoding=UTF-8', '-z'];
  try {
    const text = await git.read('log', ...words, `--format=${format}`, range, '--', ...specsOf(paths));
    return text.split('\0').filter((record) => record.trim() !== '');
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
