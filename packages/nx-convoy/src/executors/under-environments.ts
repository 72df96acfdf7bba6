import type { ExecutorContext } from '@nx/devkit';
import { promotionOrder } from '../decide/promotion-order';
import { environmentOf, openWorkspace, type Workspace } from '../workspace';
import { runContextOf, worldOf, type RunningWorld } from '../world';
import { answerTo, type Answer, type EnvironmentOptions } from './under-environment';

/** What a question about the records of several environments works with. */
export interface RecordsTask {
  /** The one that was named, else all, in order of promotion. */
  readonly names: readonly string[];
  readonly workspace: Workspace;
  readonly world: RunningWorld;
  /** Id of the run. */
  readonly run: string;
}

/** Answers a question that pins and ledgers answer alone: it needs no environment, and where one is named it is about that one. */
export async function underEnvironments(
  target: string,
  options: EnvironmentOptions,
  context: ExecutorContext,
  ask: (task: RecordsTask) => Promise<Answer>,
): Promise<{ success: boolean }> {
  const { root, configurationName: name } = context;
  const workspace = await openWorkspace(root);
  if (name !== undefined) environmentOf(workspace.manifest, name);
  const names = name === undefined ? promotionOrder(workspace.manifest) : [name];
  const run = runContextOf(name ?? '');
  const world = await worldOf(root, name ?? '', run);
  return answerTo({ target, options, root, run: run.run }, world, () =>
    ask({ names, workspace, world, run: run.run }),
  );
}
