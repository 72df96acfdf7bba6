import { randomBytes } from 'node:crypto';
import type { World } from '../flows/world';
import { runContextSchema } from '../model/run-context';
import { NO_FLAGS } from '../model/run-flags';
import { currentTime, worldNameOf, worldOf } from '../world';

export type OpenWorld = (root: string, environment: string) => Promise<World>;

/** A world in which something is changed, and the run that the ledger and the lock name. */
export interface ActingWorld {
  readonly world: World;
  readonly run: string;
}
export type OpenActingWorld = (root: string, environment: string) => Promise<ActingWorld>;

/** The world of a generator: it belongs to no run. */
export const openWorld: OpenWorld = async (root, environment) =>
  (await openActingWorld(root, environment)).world;

/** The world of a generator that acts on an environment: a run of its own. */
export const openActingWorld: OpenActingWorld = async (root, environment) => {
  const run = randomBytes(4).toString('hex');
  const context = { run, environment, world: worldNameOf(), startedAt: currentTime(), flags: NO_FLAGS };
  return { world: await worldOf(root, environment, runContextSchema.parse(context)), run };
};
