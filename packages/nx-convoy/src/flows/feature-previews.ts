import { resolveComponent } from '../decide/resolve-component';
import type { PagesDeployment } from '../effects/ports';
import { componentEntries, existsIn } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { PagesBranch } from '../model/resolved-component';
import type { World } from './world';

export interface FeatureQuestion {
  readonly manifest: Manifest;
  readonly environment: string;
  readonly branch: string;
}

/** What Pages built of a feature's branch by itself, in one project. */
export interface FeaturePreviews {
  /** Those that the project serves. */
  readonly components: readonly string[];
  /** The project, and the feature's branch. */
  readonly pages: PagesBranch;
  /** The newest first. */
  readonly deployments: readonly PagesDeployment[];
}

/** The previews of a feature's branch, in each project that has some. A branch that an environment serves is no feature's: of it there are none. */
export async function featurePreviews(question: FeatureQuestion, world: World): Promise<FeaturePreviews[]> {
  const projects = projectsOf(question);
  const found = await Promise.all(
    projects.map(async (each) => ({ ...each, deployments: await world.pages.previews(each.pages) })),
  );
  return found.filter(({ deployments }) => deployments.length > 0);
}

function projectsOf({
  manifest,
  environment,
  branch,
}: FeatureQuestion): Omit<FeaturePreviews, 'deployments'>[] {
  const entries = componentEntries(manifest);
  const served = [
    ...Object.values(manifest.environments).map((each) => each.branch),
    ...entries
      .flatMap(({ declaration: { pages } }) => Object.values(pages?.branches ?? {}))
      .map((each) => each.branch),
  ];
  if (served.includes(branch)) return [];
  const projects = new Map<string, { components: string[]; pages: PagesBranch }>();
  for (const entry of entries) {
    const resolved = existsIn(entry, environment)
      ? resolveComponent(manifest, entry.name, environment)
      : null;
    const pages = resolved?.type === 'resolved' ? resolved.component.pages : null;
    if (pages === null) continue;
    const key = `${pages.account} ${pages.project}`;
    const { components } = projects.get(key) ?? { components: [] };
    const here = { components: [...components, entry.name], pages: { ...pages, branch, owned: false } };
    projects.set(key, here);
  }
  return [...projects.values()];
}
