import type { Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openWorld } from '../open-world';
import { pinFeature } from './pin-feature';
import type { FeatureOptions } from './schema';

export default async function featureGenerator(tree: Tree, options: FeatureOptions): Promise<void> {
  try {
    await pinFeature(tree, options, openWorld);
  } catch (error) {
    throw presented(error);
  }
}
