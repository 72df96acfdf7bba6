import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openActingWorld } from '../open-world';
import { promotePins } from './promote-pins';
import type { PromoteOptions } from './schema';

/** Nx calls what is answered only where it is no dry run. */
export default async function promoteGenerator(
  tree: Tree,
  options: PromoteOptions,
): Promise<GeneratorCallback> {
  try {
    const perform = await promotePins(tree, options, openActingWorld);
    return () =>
      perform().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
