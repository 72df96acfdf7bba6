import { featurePreviews, type FeaturePreviews, type FeatureQuestion } from '../../flows/feature-previews';
import type { World } from '../../flows/world';
import { isCoordinationError } from '../../model/coordination-error';
import { previewsUnknown } from '../../model/generator-errors';
import type { FeatureOptions } from './schema';

/** What Pages built of the feature's branch, told before it is removed; none where they are to stay. */
export async function previewsToRemove(
  question: FeatureQuestion,
  { keepPreviews }: FeatureOptions,
  world: World,
): Promise<FeaturePreviews[]> {
  if (keepPreviews === true) return [];
  const found = await asked(question, world);
  for (const { components, deployments } of found) {
    const newest = deployments[0]?.url ?? '';
    const what = deployments.length === 1 ? 'its preview is' : `its ${deployments.length} previews are`;
    world.output.line(`${components.join(', ')}  ${what} removed: ${newest}`);
  }
  return found;
}

/** The pins go home only together with the previews, unless somebody says otherwise. */
async function asked(question: FeatureQuestion, world: World): Promise<FeaturePreviews[]> {
  try {
    return await featurePreviews(question, world);
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    throw previewsUnknown(question.branch, cause);
  }
}

/** What a kill leaves is removed by the same command. */
export async function removePreviews(previews: readonly FeaturePreviews[], world: World): Promise<void> {
  for (const { pages, deployments } of previews)
    for (const { id } of deployments) await world.pages.removePreview(pages, id);
}
