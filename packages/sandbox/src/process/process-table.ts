import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A living process. `startedAt` is the system's own word for its start: only to be compared, never parsed. */
export interface LivingProcess {
  readonly pid: number;
  readonly group: number;
  readonly startedAt: string;
}

/** The process with this pid; a zombie counts as gone, since nobody may ever collect it in a container. */
export async function findProcess(pid: number): Promise<LivingProcess | undefined> {
  if (platform() === 'linux') return readProc(pid, await bootId());
  if (platform() === 'win32') return askPowerShell(pid);
  return (await askPs(['-p', String(pid)]))[0];
}

/** The living members of a process group; Windows has no groups, there `taskkill /T` ends a tree. */
export async function findGroup(group: number): Promise<LivingProcess[]> {
  if (platform() === 'win32') return [];
  const all = platform() === 'linux' ? await readAllOfProc() : await askPs(['-A']);
  return all.filter((one) => one.group === group);
}

async function readAllOfProc(): Promise<LivingProcess[]> {
  const boot = await bootId();
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found = await Promise.all(pids.map((pid) => readProc(pid, boot)));
  return found.filter((one) => one !== undefined);
}

async function readProc(pid: number, boot: string): Promise<LivingProcess | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, group, ticks] = [fields[0], fields[2], fields[19]];
    if (state === 'Z' || state === 'X' || group === undefined || ticks === undefined) return undefined;
    return { pid, group: Number(group), startedAt: `${boot}/${ticks}` };
  } catch {
    return undefined;
  }
}

/** Ticks count from the boot: without its name a process of an earlier boot could be taken for one of this. */
async function bootId(): Promise<string> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'boot');
  return id.trim();
}

async function askPs(selection: readonly string[]): Promise<LivingProcess[]> {
  const environment = { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
  const answer = await run('ps', [...selection, '-o', 'pid=,pgid=,stat=,lstart='], {
    env: environment,
  }).catch(() => ({ stdout: '' }));
  return answer.stdout.split('\n').flatMap((line) => {
    const [pid, group, state, ...start] = line.trim().split(/\s+/);
    if (state === undefined || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), group: Number(group), startedAt: start.join(' ') }];
  });
}

async function askPowerShell(pid: number): Promise<LivingProcess | undefined> {
  const question = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`;
  const answer = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', question]).catch(
    () => undefined,
  );
  return answer && { pid, group: pid, startedAt: answer.stdout.trim() };
}
