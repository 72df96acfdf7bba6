import { buildDeployment } from './build-deployment';
import { latestStage, type StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions, PagesProject } from './pages-options';

/** Builds one deployment of a branch at a time. Of those that wait, the newest is built and the others are skipped, as Cloudflare does. */
export class BuildQueue {
  private readonly running = new Map<string, Promise<void>>();
  private closed = false;

  constructor(
    private readonly store: DeploymentStore,
    private readonly options: PagesOptions,
  ) {}

  /** Starts what waits, unless a build of the branch is under way: then it follows. */
  wake(project: PagesProject, branch: string): void {
    const key = `${project.name} ${branch}`;
    if (this.closed || this.running.has(key)) return;
    const next = this.next(project, branch);
    if (next === undefined) return;
    const build = buildDeployment(next, project, this.store, this.options).finally(() => {
      this.running.delete(key);
      this.wake(project, branch);
    });
    this.running.set(key, build);
  }

  private next(project: PagesProject, branch: string): StoredDeployment | undefined {
    const waiting = this.store
      .all(project.name)
      .filter((each) => each.branch === branch && !each.skipped && latestStage(each).status === 'idle');
    const [newest, ...superseded] = waiting;
    for (const each of superseded) each.skipped = true;
    return newest;
  }

  /** Lets builds under way end and starts no more; what waits is built at the next start. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.running.values());
  }
}
