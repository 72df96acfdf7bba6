import type { Output, Shell } from './effects/ports';
import type { RunContext } from './model/run-context';

export interface NestedRun {
  readonly root: string;
  readonly run: RunContext;
  readonly environment: string;
  /** The command of Nx, such as `run-many --targets=rollback`. */
  readonly words: readonly string[];
  /** The whole environment of the nested Nx. */
  readonly variables: Readonly<Record<string, string>>;
}

export type NestedEnd = 'succeeded' | 'failed' | 'interrupted';

const LONGEST_SECONDS = 6 * 60 * 60;

/** Runs Nx itself, which knows the order, in one guarded child; what it says is passed on. */
export async function nestedRun(
  { root, run, environment, words, variables }: NestedRun,
  shell: Shell,
  output: Output,
): Promise<NestedEnd> {
  const { confirm, waitForLock } = run.flags;
  const argv = [
    process.execPath,
    require.resolve('nx/bin/nx.js', { paths: [root] }),
    ...words,
    `--configuration=${environment}`,
    ...(confirm === null ? [] : [`--confirm=${confirm}`]),
    ...(waitForLock === 0 ? [] : [`--wait-for-lock=${waitForLock}`]),
  ];
  const command = { argv, in: '.', timeoutSeconds: LONGEST_SECONDS };
  const onLine = (line: string): void => output.line(line);
  const outcome = await shell.run({ command, folder: root, environment: variables, onLine });
  if (outcome.type === 'interrupted') return 'interrupted';
  return outcome.type === 'exited' && outcome.code === 0 ? 'succeeded' : 'failed';
}
