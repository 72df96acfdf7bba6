import { branchLabel } from './branch-label';
import { hasSucceeded, type StoredDeployment } from './deployment';
import type { DeploymentStore } from './deployment-store';
import type { PagesProject } from './pages-options';

export interface Site {
  readonly project: PagesProject;
  /** What is shown there, once something is. */
  readonly deployment: StoredDeployment | undefined;
}

/** Whose address a host is, and what it shows: a custom domain, the project's own address, a branch's alias, or one deployment. */
export function siteOfHost(
  host: string,
  projects: readonly PagesProject[],
  store: DeploymentStore,
): Site | undefined {
  for (const project of projects) {
    const own = `${project.name}.pages.dev`;
    const branch = host === own ? project.productionBranch : project.domains[host];
    if (branch !== undefined) return { project, deployment: store.served(project, branch) };
    if (!host.endsWith(`.${own}`)) continue;
    return { project, deployment: labelled(host.slice(0, -own.length - 1), project, store) };
  }
  return undefined;
}

function labelled(
  label: string,
  project: PagesProject,
  store: DeploymentStore,
): StoredDeployment | undefined {
  const successes = store.all(project.name).filter(hasSucceeded);
  const newest = successes.find((each) => branchLabel(each.branch) === label);
  if (newest !== undefined) return store.served(project, newest.branch);
  return successes.find((each) => each.id.slice(0, 8) === label);
}
