import type { Tree } from '@nx/devkit';
import { manifestInvalid, manifestMissing } from '../model/errors';
import { loadManifest } from '../model/load-manifest';
import type { Manifest } from '../model/manifest';

export const MANIFEST_FILE = 'repos.json';

/** The manifest of a workspace that is being changed. */
export function manifestIn(tree: Tree): Manifest {
  const text = tree.read(MANIFEST_FILE, 'utf8');
  if (text === null) throw manifestMissing();
  return checkedManifest(text);
}

export function checkedManifest(text: string): Manifest {
  const loaded = loadManifest(text);
  if (loaded.type === 'loaded') return loaded.manifest;
  throw manifestInvalid(loaded.problems.map((problem) => problem.text));
}
