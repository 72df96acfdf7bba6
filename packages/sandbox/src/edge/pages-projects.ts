import { join } from 'node:path';
import type { Component, Manifest } from '../manifest';
import type { PagesProject } from '../pages/pages-options';
import type { Places } from '../places';

/** The branch whose deployments are a project's production; all others are previews. */
const productionBranch = 'main';

/** The Pages projects of the manifest: where pushes to them arrive, and which custom domain shows which branch. */
export function pagesProjects(manifest: Manifest, places: Places): PagesProject[] {
  return Object.values(manifest.repos).flatMap(({ url, components }) => {
    const remote = join(places.remotes, url.slice(url.lastIndexOf('/') + 1));
    return Object.values(components).flatMap((component) =>
      component.pages === undefined
        ? []
        : [{ name: component.pages.project, productionBranch, remote, domains: domainsOf(component) }],
    );
  });
}

/** A preview's own address below `pages.dev` needs no entry. */
function domainsOf({ pages, values }: Component): Record<string, string> {
  const hosts = Object.entries(values?.['host'] ?? {}).filter(([, host]) => !host.endsWith('.pages.dev'));
  const pairs = hosts.flatMap(([environment, host]) => {
    const branch = pages?.branches[environment]?.branch;
    return branch === undefined ? [] : [[host, branch] as const];
  });
  return Object.fromEntries(pairs);
}
