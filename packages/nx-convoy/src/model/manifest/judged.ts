import type { ComponentEntry } from '../component-entry';
import type { Manifest } from '../manifest';
import type { Finding, ManifestPath } from './problem';

/** What the rules judge. Names are those of the file as written, so that a mistake inside an environment does not make it unknown. */
export interface Judged {
  readonly manifest: Manifest;
  readonly entries: readonly ComponentEntry[];
  readonly environmentNames: readonly string[];
  readonly componentNames: readonly string[];
}

/** One thing that must hold of a manifest; pure, and independent of every other rule. */
export type Rule = (judged: Judged) => Finding[];

export function pathOf(entry: ComponentEntry): ManifestPath {
  return ['repos', entry.repo, 'components', entry.name];
}
