import { featureNext } from '../decide/feature-next';
import { featureState } from '../decide/feature-state';
import { liveReceipt } from '../decide/live-receipt';
import { componentEntries, existsIn, type ComponentEntry } from '../model/component-entry';
import { refUnsafe } from '../model/errors';
import type { FeatureDocument } from '../model/feature-document';
import { featureUnknown } from '../model/generator-errors';
import { refTrouble } from '../model/git-words';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { LedgerState } from '../model/receipt';
import { containsCommit } from './contains-commit';
import { findFeature, type FoundFeature } from './find-feature';
import type { World } from './world';

export interface FeatureStateQuestion {
  readonly manifest: Manifest;
  readonly branch: string;
  /** In order of promotion. */
  readonly environments: readonly string[];
  /** Those to tell of. */
  readonly components: readonly string[];
  /** By environment and component. */
  readonly pins: Readonly<Record<string, Readonly<Record<string, Pin | null>>>>;
}

interface Known {
  readonly question: FeatureStateQuestion;
  readonly ledgers: ReadonlyMap<string, LedgerState>;
  readonly world: World;
}

/** How far a feature has come, by its commits, the pins and the ledgers: no provider is asked, and each ledger is read once. */
export async function featureStates(question: FeatureStateQuestion, world: World): Promise<FeatureDocument> {
  const { manifest, branch, environments } = question;
  const trouble = refTrouble(branch);
  if (trouble !== null) throw refUnsafe(branch, trouble);
  const entries = componentEntries(manifest).filter(({ name }) => question.components.includes(name));
  const repos = new Map(entries.map(({ repo, url }) => [repo, { name: repo, url }]));
  const [found, ledgers] = await Promise.all([
    Promise.all([...repos.values()].map((repo) => findFeature(repo, question, world))),
    Promise.all(environments.map(async (name) => [name, await world.ledger.refresh(name)] as const)),
  ]);
  if (found.every(({ commit }) => commit === null)) throw featureUnknown(branch, [...repos.keys()]);
  const known: Known = { question, ledgers: new Map(ledgers), world };
  const rows = await Promise.all(
    entries.map((entry) =>
      rowOf(
        entry,
        found.find(({ repo }) => repo.name === entry.repo),
        known,
      ),
    ),
  );
  const document = {
    feature: branch,
    world: world.name,
    environments: environments.map((environment) => ({
      environment,
      closed: manifest.environments[environment]?.closed !== undefined,
    })),
    repos: found.map(({ repo, commit, branch: stands }) => ({ repo: repo.name, branch: stands, commit })),
    components: rows.flatMap((each) => (each.type === 'changed' ? [each.row] : [])),
    unchanged: rows.flatMap((each) => (each.type === 'unchanged' ? [each.component] : [])),
  };
  return { ...document, next: featureNext(manifest, document) };
}

type Row = FeatureDocument['components'][number];

/** What a feature is to a component. `apart`: its repository has no part in it. */
type Part =
  | { readonly type: 'changed'; readonly row: Row }
  | { readonly type: 'unchanged'; readonly component: string }
  | { readonly type: 'apart' };

async function rowOf(entry: ComponentEntry, feature: FoundFeature | undefined, known: Known): Promise<Part> {
  const commit = feature?.commit ?? null;
  if (feature === undefined || commit === null) return { type: 'apart' };
  const { repos } = known.world;
  const paths = entry.declaration.paths ?? ['.'];
  const tree = await repos.tree(feature.repo, commit, paths);
  const { parted } = feature;
  if (parted !== null && (await repos.tree(feature.repo, parted, paths)) === tree)
    return { type: 'unchanged', component: entry.name };
  const places = await Promise.all(
    known.question.environments.map((name) => placeOf(name, { entry, feature, commit, tree }, known)),
  );
  return { type: 'changed', row: { component: entry.name, repo: entry.repo, commit, places } };
}

interface Change {
  readonly entry: ComponentEntry;
  readonly feature: FoundFeature;
  readonly commit: string;
  readonly tree: string;
}

async function placeOf(
  environment: string,
  { entry, feature, commit, tree }: Change,
  { question, ledgers, world }: Known,
): Promise<Row['places'][number]> {
  if (!existsIn(entry, environment)) return { environment, state: 'absent', pin: null, live: null };
  const pin = question.pins[environment]?.[entry.name] ?? null;
  const record = ledgers.get(environment)?.components[entry.name] ?? null;
  const live = liveReceipt(record);
  const has = async (place: { commit: string; tree: string } | null): Promise<boolean> =>
    place !== null &&
    (place.tree === tree ||
      (await containsCommit(feature.repo, { outer: place.commit, inner: commit }, world)));
  const [isPinned, isLive] = await Promise.all([has(pin), has(live)]);
  return {
    environment,
    state: featureState({ isPinned, isLive, record }),
    pin: pin === null ? null : { ref: pin.ref, commit: pin.commit },
    live: live?.commit ?? null,
  };
}
