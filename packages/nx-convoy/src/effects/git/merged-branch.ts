import type { Git } from './open-git';

/** Merges that name a branch and are not what they seem: not more than these are looked into. */
const MOST_MERGES = 50;

/** The last commit of a branch that the newest merge in the heads says it merged; null: no merge names it. */
export async function mergedBranch(
  git: Git,
  branch: string,
  heads: readonly string[],
): Promise<string | null> {
  if (heads.length === 0) return null;
  const text = await git.read(
    'log',
    '--merges',
    `--max-count=${MOST_MERGES}`,
    '--fixed-strings',
    `--grep=${branch}`,
    '--format=%P%x00%B%x00',
    ...heads,
    '--',
  );
  const fields = text.split('\0');
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (namesBranch(fields[index + 1] ?? '', branch)) return fields[index]?.trim().split(' ').at(-1) ?? null;
  }
  return null;
}

/** `Merge branch 'x'`, `Merge pull request #1 from team/x`, `promote: x to preprod`: the branch as a word of its own, not the beginning of another's name. */
export function namesBranch(message: string, branch: string): boolean {
  const name = branch.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[\\s'"/:])${name}($|[\\s'",:])`, 'm').test(message);
}

interface Line {
  readonly commit: string;
  /** Head of the branch that it left. */
  readonly main: string;
  readonly mergeBase: (commit: string, other: string) => Promise<string | null>;
}

/**
 * Where a commit left the first parents of a branch, also when it was merged into it since: before the merge that brought it. null: they share no history, or the commit
 * is itself one of those first parents, which tells nothing.
 */
export async function partedFrom(git: Git, { commit, main, mergeBase }: Line): Promise<string | null> {
  const base = await mergeBase(commit, main);
  if (base !== commit) return base;
  const between = `${commit}..${main}`;
  const [first, containing] = await Promise.all([
    git.read('rev-list', '--first-parent', between, '--'),
    git.read('rev-list', '--ancestry-path', between, '--'),
  ]);
  const contains = new Set(containing.split('\n'));
  const merge = first.split('\n').findLast((each) => each !== '' && contains.has(each));
  if (merge === undefined) return null;
  const before = (await git.read('rev-parse', '--verify', `${merge}^1`)).trim();
  const parted = await mergeBase(before, commit);
  return parted === commit ? null : parted;
}
