import type { Tree } from '@nx/devkit';
import { randomBytes } from 'node:crypto';
import { presented } from '../../hooks/presented';
import { worldNameOf, worldOf } from '../../world';
import type { PinOptions } from './schema';
import { writePins, type OpenWorld } from './write-pins';

const openWorld: OpenWorld = (root, environment) =>
  worldOf(root, environment, {
    run: randomBytes(4).toString('hex'),
    environment,
    world: worldNameOf(),
    startedAt: '',
    flags: {},
  });

export default async function pinGenerator(tree: Tree, options: PinOptions): Promise<void> {
  try {
    await writePins(tree, options, openWorld);
  } catch (error) {
    throw presented(error);
  }
}
