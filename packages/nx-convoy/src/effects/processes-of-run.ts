import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code';

const VARIABLE = 'CONVOY_RUN=';
const GUARD = /(^|\/)guard\.mjs$/;

/**
 * Whether a process of this machine may belong to a run of this user: one that was started with the run in its environment, or a guard, whose
 * command is of the run. Processes that cannot be looked at are other users', so not of this run; a Node of this user that hides itself might be.
 */
export async function isAliveOf(
  run: string,
  { proc, user }: { proc: string; user: number },
): Promise<boolean> {
  const names = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  for (const name of names) {
    const folder = join(proc, name);
    const [environment, words] = await Promise.all([partsOf(folder, 'environ'), partsOf(folder, 'cmdline')]);
    const isOfRun = environment === null ? await isNodeOf(user, folder) : isInRun(environment, run);
    if (isOfRun || isGuardOf(words ?? [], run)) return true;
  }
  return false;
}

async function isNodeOf(user: number, folder: string): Promise<boolean> {
  const status = (await partsOf(folder, 'status'))?.join('') ?? '';
  return /^Name:\s.*(node|MainThread)/m.test(status) && new RegExp(`^Uid:\\s+${user}\\s`, 'm').test(status);
}

/** Also where the run is only mentioned: a rollback that a run started works under that run's lock. */
function isInRun(environment: readonly string[], run: string): boolean {
  return environment.some((each) => each.startsWith(VARIABLE) && each.includes(JSON.stringify(run)));
}

/** Words after `--` are the command's own. */
function isGuardOf(words: readonly string[], run: string): boolean {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  return own.some((word) => GUARD.test(word)) && own.includes(`--run=${run}`);
}

/** Null: it is there, but not ours to look at. Of a process that ended meanwhile there is nothing. */
async function partsOf(folder: string, name: string): Promise<string[] | null> {
  try {
    return (await readFile(join(folder, name), 'utf8')).split('\0');
  } catch (cause) {
    const code = errorCode(cause) ?? '';
    if (['EACCES', 'EPERM'].includes(code)) return null;
    if (['ENOENT', 'ESRCH'].includes(code)) return [];
    throw cause;
  }
}
