import type { CreateNodes } from '@nx/devkit';

export const name = 'nx-convoy';

export const createNodes: CreateNodes = ['repos.json', () => []];
export const createNodesV2 = createNodes;
