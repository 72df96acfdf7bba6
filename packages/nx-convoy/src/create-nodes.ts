import { NX_VERSION, type CreateNodes } from '@nx/devkit';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectsOf } from './decide/graph';
import { manifestInvalid } from './model/errors';
import { loadManifest } from './model/load-manifest';

/** Only the manifest at the root of the workspace: a sample or a copy further down declares nothing. */
export const createNodes: CreateNodes = [
  'repos.json',
  async (files, _options, { workspaceRoot }) =>
    Promise.all(
      files.map(async (file) => [file, { projects: await projectsIn(join(workspaceRoot, file)) }] as const),
    ),
];

/** The name under which older versions of Nx look for it. */
export const createNodesV2 = createNodes;

async function projectsIn(path: string) {
  const loaded = loadManifest(await readFile(path, 'utf8'));
  if (loaded.type === 'loaded') return projectsOf(loaded.manifest, majorOf(NX_VERSION));
  throw manifestInvalid(loaded.problems.map((problem) => problem.text));
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
