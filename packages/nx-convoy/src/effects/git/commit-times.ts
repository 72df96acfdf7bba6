import type { CommitTime } from '../../model/commit-time';
import type { Git } from './open-git';

/** Commits that `to` has and `from` has not, newest first; without `from` the newest that `to` has. Merges are left out: they are made long after what they bring. */
export async function commitTimes(
  git: Git,
  { from, to }: { readonly from: string | null; readonly to: string },
  most: number,
): Promise<CommitTime[]> {
  const text = await git.read(
    'log',
    '--no-merges',
    `--max-count=${from === null ? 1 : most}`,
    '--format=%H %ct',
    from === null ? to : `${from}..${to}`,
    '--',
  );
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [commit = '', seconds] = line.split(' ');
      return { commit, at: new Date(Number(seconds) * 1_000).toISOString() };
    });
}
