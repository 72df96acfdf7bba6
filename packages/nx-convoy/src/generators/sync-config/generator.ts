import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openWorld } from '../open-world';
import type { SyncConfigOptions } from './schema';
import { proposeSync } from './propose-sync';

/** Nx calls what is answered only where it is no dry run. */
export default async function syncConfigGenerator(
  tree: Tree,
  options: SyncConfigOptions,
): Promise<GeneratorCallback> {
  try {
    const push = await proposeSync(tree, options, openWorld);
    return () =>
      push().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
