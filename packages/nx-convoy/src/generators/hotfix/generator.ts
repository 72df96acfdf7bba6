import type { GeneratorCallback, Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openActingWorld } from '../open-world';
import { finishHotfix } from './finish-hotfix';
import { pinHotfix } from './pin-hotfix';
import type { HotfixOptions } from './schema';
import { startHotfix } from './start-hotfix';

const ACTIONS = { start: startHotfix, pin: pinHotfix, finish: finishHotfix };

/** Nx calls what is answered only where it is no dry run. */
export default async function hotfixGenerator(
  tree: Tree,
  options: HotfixOptions,
): Promise<GeneratorCallback> {
  try {
    const perform = await ACTIONS[options.action](tree, options, openActingWorld);
    return () =>
      perform().catch((error: unknown) => {
        throw presented(error);
      });
  } catch (error) {
    throw presented(error);
  }
}
