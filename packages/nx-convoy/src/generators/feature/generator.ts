import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openWorld } from '../open-world';
import { pinFeature } from './pin-feature';
import type { FeatureOptions } from './schema';

/** Nx calls what is answered only where it is no dry run. */
export default async function featureGenerator(
  tree: Tree,
  options: FeatureOptions,
): Promise<GeneratorCallback> {
  try {
    const removePreviews = await pinFeature(tree, options, openWorld);
    return () =>
      removePreviews().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
