export { name, createNodes, createNodesV2 } from './plugin';
