import { fileNames } from '../decide/edges/file-names';
import { findReferences } from '../decide/edges/find-references';
import { judgeEdges } from '../decide/edges/judge-edges';
import { manifestNames } from '../decide/edges/manifest-names';
import { REFERRING_FILES } from '../decide/edges/words-of-file';
import type { EdgesDocument } from '../model/edges-document';
import type { Manifest } from '../model/manifest';
import type { SourceFile } from '../model/source-file';
import type { PinnedComponent } from './guard-run';
import type { World } from './world';

export interface EdgesQuestion {
  readonly environment: string;
  readonly manifest: Manifest;
  readonly components: readonly PinnedComponent[];
}

/** Reads at the pins what the components refer to of each other, and compares it with `dependsOn`. Nothing but the repositories is asked. */
export async function edgesOf(question: EdgesQuestion, world: World): Promise<EdgesDocument> {
  const { environment, manifest, components } = question;
  const read = await Promise.all(
    components.map(async (each) => ({ name: each.component.name, files: await filesOf(each, world) })),
  );
  const declared = manifestNames(manifest);
  const stacksOf = (name: string): string[] =>
    declared
      .filter(({ component, kind }) => component === name && kind === 'stack')
      .map(({ pattern }) => pattern);
  const made = read.flatMap(({ name, files }) =>
    fileNames({ component: name, stacks: stacksOf(name) }, files),
  );
  const provided = [...declared, ...made];
  const references = read.flatMap(({ name, files }) => findReferences(name, files, provided));
  return { environment, world: world.name, ...judgeEdges(manifest, references), references };
}

async function filesOf({ component, pin }: PinnedComponent, world: World): Promise<SourceFile[]> {
  if (pin === null) return [];
  const repo = { name: component.repo, url: component.url };
  await world.repos.ensure(repo, pin.commit);
  return world.repos.sources(repo, pin.commit, { paths: component.paths, ends: REFERRING_FILES });
}
