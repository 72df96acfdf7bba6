import { buildDeployment } from './build-deployment';
import { isWaiting, skip, type StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions, PagesProject } from './pages-options';

interface RunningBuild {
  readonly deployment: StoredDeployment;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** Builds one deployment of a branch at a time. Of those that wait, the newest is built and the others are skipped, as Cloudflare does. */
export class BuildQueue {
  private readonly running = new Map<string, RunningBuild>();
  private readonly mustFail = new Set<string>();
  private closed = false;

  constructor(
    private readonly store: DeploymentStore,
    private readonly options: PagesOptions,
  ) {}

  /** Starts what waits, unless a build of the branch is under way: then it follows. */
  wake(project: PagesProject, branch: string): void {
    const key = keyOf(project, branch);
    if (this.closed || this.running.has(key)) return;
    const deployment = this.next(project, branch);
    if (deployment === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    const order = { deployment, project, store: this.store, options: this.options, signal };
    const done = buildDeployment({ ...order, mustFail: this.mustFail.delete(key) })
      .catch((cause: unknown) => this.options.say(`pages: ${branch}: ${String(cause)}`))
      .finally(() => {
        this.running.delete(key);
        this.wake(project, branch);
      });
    this.running.set(key, { deployment, controller, done });
  }

  /** The next build of the branch that starts will fail. */
  failNext(project: PagesProject, branch: string): void {
    this.mustFail.add(keyOf(project, branch));
  }

  /** Ends the build of a deployment that is not wanted any more. */
  async abandon(deployment: StoredDeployment): Promise<void> {
    const build = [...this.running.values()].find((each) => each.deployment === deployment);
    build?.controller.abort();
    await build?.done;
  }

  /** Ends builds under way and starts no more; the next start builds them, and what waits. */
  async close(): Promise<void> {
    this.closed = true;
    const builds = [...this.running.values()];
    for (const { controller } of builds) controller.abort();
    await Promise.all(builds.map(({ done }) => done));
  }

  private next(project: PagesProject, branch: string): StoredDeployment | undefined {
    const [newest, ...superseded] = this.store
      .all(project.name)
      .filter((each) => each.branch === branch && isWaiting(each));
    superseded.forEach(skip);
    return newest;
  }
}

function keyOf(project: PagesProject, branch: string): string {
  return `${project.name} ${branch}`;
}
