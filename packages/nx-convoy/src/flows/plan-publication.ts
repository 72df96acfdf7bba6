import { presentComponents } from '../decide/present-components';
import { nextRelease, releaseNameTrouble } from '../decide/publication/release-name';
import { settledReceipt } from '../decide/set-of';
import type { EnvironmentDeclaration, Manifest } from '../model/manifest';
import { pinPath } from '../model/pin';
import type { ComponentNews, ReleaseStory } from '../model/publication';
import {
  releaseNameInvalid,
  releaseNameMissing,
  releasePublished,
  tagTaken,
} from '../model/publication-errors';
import type { PublishedRelease } from '../model/published-release';
import type { LedgerState, ReleaseSummary } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { componentNews } from './component-news';
import { guardApproval } from './guard-approval';
import type { KnownPins } from './promotion';
import { planTags, type PlannedTag } from './plan-tags';
import { coordinationCommit, verifiedRelease } from './verified-release';
import type { World } from './world';

export interface PublicationQuestion {
  readonly manifest: Manifest;
  readonly environment: string;
  readonly declaration: EnvironmentDeclaration;
  /** null: the name that follows from the last one. */
  readonly name: string | null;
  readonly pins: KnownPins;
}

/** What publishing a release does: a value that is shown, and only then performed. */
export interface Publication {
  readonly environment: string;
  readonly published: PublishedRelease;
  /** Whether the ledger has it already. */
  readonly isRecorded: boolean;
  readonly story: ReleaseStory;
  readonly tags: readonly PlannedTag[];
  /** What a person should know of it. */
  readonly notices: readonly string[];
}

/** Everything that can be refused is refused here; nothing is pushed or written. */
export async function planPublication(question: PublicationQuestion, world: World): Promise<Publication> {
  const { manifest, environment, declaration, pins } = question;
  if (question.name !== null) refuseName(question.name);
  const components = presentComponents(manifest, environment);
  const names = components.map(({ name }) => name);
  // Publishing changes nothing of the environment: nobody has to say that it is meant.
  await guardApproval({ environment, declaration, manifest, components: names, confirm: environment }, world);
  const state = await world.ledger.refresh(environment);
  const release = await verifiedRelease({ environment, declaration, pins, components, state }, world);
  const remote = manifest.ledger?.remote ?? 'origin';
  const commit = await coordinationCommit({ environment, release, remote }, world);
  const known = state.published.findIndex(({ run }) => run === release.run);
  const earlier = known === -1 ? state.published : state.published.slice(0, known);
  const previous = earlier.at(-1) ?? null;
  const scene = { question, components, state, release, previous };
  const news = await newsOf(scene, world);
  const name = nameOf(scene, news);
  const published = publishedOf(scene, name, commit);
  const story = { name, environment, run: release.run, at: release.at, previous: previous?.name ?? null };
  return {
    environment,
    published,
    isRecorded: known !== -1,
    story: { ...story, news },
    tags: await planTags({ environment, published, who: release.who, news }, world),
    notices: await noticesOf(scene, commit, world),
  };
}

interface Scene {
  readonly question: PublicationQuestion;
  readonly components: readonly ResolvedComponent[];
  readonly state: LedgerState;
  readonly release: ReleaseSummary;
  readonly previous: PublishedRelease | null;
}

function newsOf({ components, state, release, previous }: Scene, world: World): Promise<ComponentNews[]> {
  return Promise.all(
    components.map(async (component) => {
      const released = release.components[component.name];
      const verified = settledReceipt(state.components[component.name]);
      if (released === undefined || verified === null)
        throw new RangeError(`${component.name} is not verified, and nobody refused`);
      const before = previous?.components[component.name] ?? null;
      return componentNews({ component, released, before, verified }, world);
    }),
  );
}

function nameOf({ question, state, release, previous }: Scene, news: readonly ComponentNews[]): string {
  const { environment, name: asked } = question;
  const known = state.published.find(({ run }) => run === release.run)?.name ?? null;
  if (known !== null) {
    if (asked === null || asked === known) return known;
    throw releasePublished({ environment, run: release.run, name: known, asked });
  }
  const changes = news.flatMap((each) => each.changes);
  const name = asked ?? nextRelease(previous?.name ?? null, changes);
  if (name === null) throw releaseNameMissing(environment, previous?.name ?? '');
  const owner = state.published.find((each) => each.name === name);
  if (owner !== undefined) throw tagTaken(name, [`it is the release of run ${owner.run}, ${owner.at}`]);
  return name;
}

function refuseName(name: string): void {
  const trouble = releaseNameTrouble(name);
  if (trouble !== null) throw releaseNameInvalid(name, trouble);
}

function publishedOf({ components, release }: Scene, name: string, commit: string): PublishedRelease {
  const { run, at } = release;
  const places = components.flatMap((component) => {
    const place = release.components[component.name];
    return place === undefined ? [] : [[component.name, place] as const];
  });
  return { name, run, at, coordinationCommit: commit, components: Object.fromEntries(places) };
}

async function noticesOf({ question, release }: Scene, commit: string, world: World): Promise<string[]> {
  const { environment, pins } = question;
  const moved = Object.entries(release.components).flatMap(([component, place]) => {
    const pin = pins[component] ?? null;
    return pin === null || pin.commit === place.commit
      ? []
      : [
          `${component} is pinned to ${short(pin.commit)}, the same tree; ${short(place.commit)} was released`,
        ];
  });
  const paths = Object.keys(release.components).map((component) => pinPath(component, environment));
  const loose = await world.coordination.uncommitted(paths);
  return [
    ...moved,
    ...(loose.length === 0
      ? []
      : [`not all pins are committed: ${short(commit)} is not all that was released`]),
    `the tag of this repository goes to ${world.tags.place}`,
  ];
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
