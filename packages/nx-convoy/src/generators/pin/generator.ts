import type { Tree } from '@nx/devkit';
import { randomBytes } from 'node:crypto';
import { presented } from '../../hooks/presented';
import { runContextSchema } from '../../model/run-context';
import { NO_FLAGS } from '../../model/run-flags';
import { worldNameOf, worldOf } from '../../world';
import type { PinOptions } from './schema';
import { writePins, type OpenWorld } from './write-pins';

const openWorld: OpenWorld = (root, environment) =>
  worldOf(
    root,
    environment,
    runContextSchema.parse({
      run: randomBytes(4).toString('hex'),
      environment,
      world: worldNameOf(),
      startedAt: '',
      flags: NO_FLAGS,
    }),
  );

export default async function pinGenerator(tree: Tree, options: PinOptions): Promise<void> {
  try {
    await writePins(tree, options, openWorld);
  } catch (error) {
    throw presented(error);
  }
}
