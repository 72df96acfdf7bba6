import type { BranchWatch } from './branch-watch';
import type { BuildQueue } from './build-queue';
import type { DeploymentStore } from './deployment-store';
import type { PagesOptions } from './pages-options';

/** What answers are made from. */
export interface ApiPlace {
  readonly store: DeploymentStore;
  readonly queue: BuildQueue;
  readonly watch: BranchWatch;
  readonly options: PagesOptions;
}
