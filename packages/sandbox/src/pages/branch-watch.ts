import type { BuildQueue } from './build-queue';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions, PagesProject } from './pages-options';
import { scanBranches } from './scan-branches';

/** Sees which branches moved since it last looked, and has their heads built. */
export class BranchWatch {
  private readonly looks = new Map<string, Promise<void>>();

  constructor(
    private readonly store: DeploymentStore,
    private readonly queue: BuildQueue,
    private readonly options: PagesOptions,
  ) {}

  /** One look at a time: an older one that ended later would put an older commit on top. */
  async look(project: PagesProject): Promise<void> {
    const before = this.looks.get(project.name) ?? Promise.resolve();
    const look = before.then(() => this.lookOnce(project));
    const settled = look.catch(() => undefined);
    this.looks.set(project.name, settled);
    await look;
  }

  private async lookOnce(project: PagesProject): Promise<void> {
    const known = this.store.headsOf(project.name);
    const found = await scanBranches(project, this.options);
    for (const head of found.filter(({ branch, commit }) => known[branch] !== commit)) {
      await this.store.add({ project: project.name, ...head, trigger: 'github:push' });
    }
    await this.store.keepHeads(
      project.name,
      Object.fromEntries(found.map(({ branch, commit }) => [branch, commit])),
    );
    for (const { branch } of found) this.queue.wake(project, branch);
  }
}
