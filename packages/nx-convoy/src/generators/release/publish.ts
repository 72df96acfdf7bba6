import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { publishAnnouncement } from '../../decide/announcements/publish-announcement';
import { changelogSection } from '../../decide/publication/changelog-section';
import { withSection } from '../../decide/publication/changelog-text';
import { notesPath, releaseNotes } from '../../decide/publication/release-notes';
import { renderPublication } from '../../decide/publication/render-publication';
import { writeFileAtomically } from '../../effects/write-file-atomically';
import { announce } from '../../flows/announce';
import { planPublication, type Publication } from '../../flows/plan-publication';
import { publishRelease } from '../../flows/publish-release';
import type { World } from '../../flows/world';
import { openEnvironment } from '../../model/open-environment';
import { knownPins } from '../known-pins';
import { manifestIn } from '../manifest-in';
import type { OpenActingWorld } from '../open-world';
import type { ReleaseOptions } from './schema';

const CHANGELOG = 'CHANGELOG.md';

/** Shows how the newest release would be published, and answers how to do it: tags, then the ledger, then the files. After a kill anywhere the same command goes on. */
export async function publish(
  tree: Tree,
  options: ReleaseOptions,
  open: OpenActingWorld,
): Promise<() => Promise<void>> {
  const manifest = manifestIn(tree);
  const { environment } = options;
  const declaration = openEnvironment(manifest, environment, '--environment');
  const { world, run } = await open(tree.root, environment);
  const name = options.name === undefined ? null : String(options.name);
  const pins = knownPins(tree, manifest, environment);
  const publication = await planPublication({ manifest, environment, declaration, name, pins }, world);
  const section = await changelogSection(publication.story);
  for (const line of renderPublication({ ...publication, section })) world.output.line(line);
  return async () => {
    const outcome = await publishRelease(publication, run, world);
    const written = await writeFiles(tree, publication, section);
    if (outcome === 'published') {
      const text = publishAnnouncement(publication.story, world.who);
      await announce(manifest, { environment, text }, world);
    }
    tellNext({ publication, written, outcome, remote: manifest.ledger?.remote ?? 'origin' }, world);
  };
}

/** Answers the paths of those that are new. What stands there already, a person may have changed. */
async function writeFiles(tree: Tree, { story }: Publication, section: string): Promise<string[]> {
  const [known, path] = [tree.read(CHANGELOG, 'utf8'), notesPath(story.name)];
  const text = withSection(known, story.name, section);
  const files = [
    ...(text === known ? [] : [{ path: CHANGELOG, text }]),
    ...(tree.exists(path) ? [] : [{ path, text: await releaseNotes(story) }]),
  ];
  for (const file of files) await writeFileAtomically(join(tree.root, file.path), file.text);
  return files.map((file) => file.path);
}

interface Ending {
  readonly publication: Publication;
  readonly written: readonly string[];
  readonly outcome: 'published' | 'unchanged';
  readonly remote: string;
}

function tellNext({ publication, written, outcome, remote }: Ending, world: World): void {
  const { name } = publication.story;
  for (const path of written) world.output.line(`wrote  ${path}`);
  if (written.length === 0) {
    world.output.line(
      outcome === 'unchanged'
        ? `nothing to do: ${name} is published, tagged and in ${CHANGELOG}`
        : `${name} is published; ${CHANGELOG} has it`,
    );
    return;
  }
  const paths = [CHANGELOG, notesPath(name)].join(' ');
  world.output.line(`${name} is published`);
  world.output.line(
    `commit it:  git switch -c docs/${name} && git add ${paths} && git commit -m "docs: release ${name}"`,
  );
  world.output.line(`then:  git push -u ${remote} docs/${name}        and open a pull request from it`);
}
