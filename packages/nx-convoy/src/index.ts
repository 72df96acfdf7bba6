export { name, createNodes, createNodesV2, preTasksExecution, postTasksExecution } from './plugin';
