import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openActingWorld } from '../open-world';
import { publish } from './publish';
import type { ReleaseOptions } from './schema';

/** Nx calls what is answered only where it is no dry run. */
export default async function releaseGenerator(
  tree: Tree,
  options: ReleaseOptions,
): Promise<GeneratorCallback> {
  try {
    const perform = await publish(tree, options, openActingWorld);
    return () =>
      perform().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
