import type { Tree } from '@nx/devkit';
import { presented } from '../../hooks/presented';
import { openWorld } from '../open-world';
import type { PinOptions } from './schema';
import { writePins } from './write-pins';

export default async function pinGenerator(tree: Tree, options: PinOptions): Promise<void> {
  try {
    await writePins(tree, options, openWorld);
  } catch (error) {
    throw presented(error);
  }
}
