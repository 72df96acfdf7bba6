import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STORY_PLACE } from './story-place';
import { CHECKOUT, workspaceFiles } from './workspace-files';

const SHELF = join(CHECKOUT, '.convoy', 'e2e-released');
const copy = (from: string, to: string): Promise<unknown> => promisify(execFile)('cp', ['-a', from, to]);

/** Digest of all that a released sandbox follows from: the checkout's files, the programs that made it, and where it lives. */
export function releaseKey(checkout = CHECKOUT): string {
  const hash = createHash('sha256');
  const python = [
    process.env['CONVOY_PYTHON'] ?? '',
    execFileSync('python3', ['--version'], { encoding: 'utf8' }),
  ];
  const made = [process.version, process.platform, process.arch, userInfo().uid, STORY_PLACE, ...python];
  hash.update(made.join('\0'));
  for (const file of workspaceFiles(checkout).sort())
    hash.update(`\0${file}\0`).update(readFileSync(join(checkout, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Workspaces with a sandbox in which environments were released, as a clean stop left them. Nothing runs in them, and nothing changes them. */
export class KeptReleases {
  constructor(
    private readonly key = releaseKey(),
    private readonly shelf = SHELF,
  ) {}

  has(environments: readonly string[]): boolean {
    return existsSync(this.folder(environments));
  }

  /** Keeps what is in a place. The folder appears whole or not at all. */
  async keep(environments: readonly string[], place: string): Promise<void> {
    await this.removeOlder();
    // As on another machine: a deploy makes what it needs of these, and they are most of the files.
    await rm(join(place, '.convoy', 'worktrees'), { recursive: true, force: true });
    const unfinished = join(this.shelf, `unfinished-${process.pid}`);
    await copy(place, unfinished);
    await rename(unfinished, this.folder(environments));
  }

  /** A copy of what is kept, in a place that is empty. Nothing is shared: databases write into their files. */
  async copyTo(place: string, environments: readonly string[]): Promise<void> {
    await copy(this.folder(environments), place);
  }

  async drop(environments: readonly string[]): Promise<void> {
    await rm(this.folder(environments), { recursive: true, force: true });
  }

  private folder(environments: readonly string[]): string {
    return join(this.shelf, `${this.key}-${environments.join('-')}`);
  }

  /** Of other sources, and what was never finished: only one process at a time is here. */
  private async removeOlder(): Promise<void> {
    await mkdir(this.shelf, { recursive: true });
    const older = (await readdir(this.shelf)).filter((name) => !name.startsWith(`${this.key}-`));
    await Promise.all(older.map((name) => rm(join(this.shelf, name), { recursive: true, force: true })));
  }
}
