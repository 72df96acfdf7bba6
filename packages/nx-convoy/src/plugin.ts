import type { PostTasksExecution, PreTasksExecution } from '@nx/devkit';
import { afterRun } from './hooks/after-run';
import { beforeRun } from './hooks/before-run';

export { createNodes, createNodesV2 } from './create-nodes';

export const name = 'nx-convoy';

export const preTasksExecution: PreTasksExecution = async (_options, context) => {
  await beforeRun(context);
};

export const postTasksExecution: PostTasksExecution = async (_options, context) => {
  await afterRun(context);
};
