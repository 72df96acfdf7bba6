import type { Order } from './order';
import type { World } from './world';

/** A successful build may still be in the wrong place: whether Pages makes a preview or production of a branch is a setting of the project, which somebody can change. */
export async function misplaced({ component: { pages } }: Order, world: World): Promise<string[]> {
  if (pages === null) return [];
  const production = await world.pages.productionBranch(pages);
  if (pages.owned && production === pages.branch)
    return [`${pages.branch} is the production branch of Pages project ${pages.project}, not a preview`];
  const wanted = production === pages.branch ? 'production' : 'preview';
  const found = await world.pages.latest(pages);
  if (found === null || found.environment === wanted) return [];
  return [
    `Pages deployment ${found.id.slice(0, 8)} of ${pages.branch} is ${found.environment}, not ${wanted}: ${found.url}`,
  ];
}
