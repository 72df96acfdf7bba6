import { randomBytes } from 'node:crypto';
import type { World } from '../flows/world';
import { runContextSchema } from '../model/run-context';
import { NO_FLAGS } from '../model/run-flags';
import { worldNameOf, worldOf } from '../world';

export type OpenWorld = (root: string, environment: string) => Promise<World>;

/** The world of a generator: it belongs to no run. */
export const openWorld: OpenWorld = (root, environment) =>
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
