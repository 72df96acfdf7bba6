import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openWorld } from '../open-world';
import type { MigrationOptions } from './schema';
import { writeMigration } from './write-migration';

/** Nx calls what is answered only where it is no dry run. */
export default async function migrationGenerator(
  tree: Tree,
  options: MigrationOptions,
): Promise<GeneratorCallback> {
  try {
    const perform = await writeMigration(tree, options, openWorld);
    return () =>
      perform().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
