import { createHash } from 'node:crypto';
import type { Artefacts } from '../../src/effects/ports';
import { FakeDisk } from './fake-disk';

const HOME = '/workspace/.convoy';

/**
 * Artefacts on the fake disk.
 * - A marker says something only while there is a file below the component's folder.
 * - Keeping under a key that has something leaves it as it is; folders that are not there are kept as not being there.
 * - Restoring replaces a folder as a whole; false, and nothing touched, where nothing is kept.
 * - A digest is over path and content of each file, whatever their order; a file that is not there counts as such.
 * - `alone` lets one work at a time for each key, `slot` two at a time.
 */
export class FakeArtefacts implements Artefacts {
  private readonly marks = new Map<string, string>();
  private readonly kept = new Map<string, Map<string, Map<string, string>>>();
  private readonly turns = new Map<string, Promise<unknown>>();
  private next = 0;

  constructor(private readonly disk: FakeDisk = new FakeDisk()) {}

  folder(component: string, commit: string): string {
    return `${HOME}/worktrees/${component}/${commit}`;
  }

  async preparedKey(component: string, commit: string): Promise<string | null> {
    const folder = this.folder(component, commit);
    return this.disk.has(folder) ? (this.marks.get(folder) ?? null) : null;
  }

  async markPrepared(component: string, commit: string, key: string): Promise<void> {
    this.marks.set(this.folder(component, commit), key);
  }

  async restore(key: string, worktree: string, folders: readonly string[]): Promise<boolean> {
    const kept = this.kept.get(key);
    if (kept === undefined) return false;
    for (const folder of folders) {
      this.disk.remove(`${worktree}/${folder}`);
      for (const [path, text] of kept.get(folder) ?? [])
        this.disk.write(`${worktree}/${folder}/${path}`, text);
    }
    return true;
  }

  async keep(key: string, worktree: string, folders: readonly string[]): Promise<void> {
    if (this.kept.has(key)) return;
    this.kept.set(key, new Map(folders.map((folder) => [folder, this.disk.below(`${worktree}/${folder}`)])));
  }

  async digest(worktree: string, files: readonly string[]): Promise<string> {
    const contents = [...files].sort().map((file) => [file, this.disk.read(`${worktree}/${file}`)]);
    return createHash('sha256').update(JSON.stringify(contents)).digest('hex');
  }

  slot<T>(work: () => Promise<T>): Promise<T> {
    this.next += 1;
    return this.alone(`slot ${this.next % 2}`, work);
  }

  alone<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(work);
    this.turns.set(
      key,
      turn.catch(() => undefined),
    );
    return turn;
  }
}
