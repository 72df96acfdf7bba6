import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openActingWorld } from '../open-world';
import { changeFlag } from './change-flag';
import type { FlagOptions } from './schema';

/** Nx calls what is answered only where it is no dry run. */
export default async function flagGenerator(tree: Tree, options: FlagOptions): Promise<GeneratorCallback> {
  try {
    const set = await changeFlag(tree, options, openActingWorld);
    return () =>
      set().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
