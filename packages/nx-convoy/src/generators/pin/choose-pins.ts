import type { RepoAddress, Repos } from '../../effects/ports';
import { componentEntries, existsIn, type ComponentEntry } from '../../model/component-entry';
import { isCoordinationError } from '../../model/coordination-error';
import { refNotFound } from '../../model/generator-errors';
import type { Manifest } from '../../model/manifest';
import type { Pin } from '../../model/pin';

export interface PinRequest {
  readonly manifest: Manifest;
  readonly environment: string;
  readonly ref: string;
  /** Only these, each of which must have the ref; null: every one whose repository has it. */
  readonly components: readonly string[] | null;
}

/** What becomes of one component's pin. */
export type PinChoice = { readonly component: string; readonly before: Pin | null } & (
  | { readonly type: 'write'; readonly pin: Pin }
  | { readonly type: 'keep' }
  | { readonly type: 'skip'; readonly why: string }
);

type KnownPin = (component: string) => Pin | null;

/** Resolves the ref at the remote of each repository and decides which pins change: those whose tree does. */
export async function choosePins(request: PinRequest, known: KnownPin, repos: Repos): Promise<PinChoice[]> {
  const { manifest, environment, ref, components } = request;
  const entries = componentEntries(manifest).filter(
    (entry) => components === null || components.includes(entry.name),
  );
  const present = entries.filter((entry) => existsIn(entry, environment));
  const commits = await resolveOnce(present, ref, repos);
  const without = [...commits].filter(([, commit]) => commit === null).map(([repo]) => repo);
  if (components === null ? without.length === commits.size : without.length > 0)
    throw refNotFound(without.join(', '), ref);
  return Promise.all(
    entries.map(async (entry) => {
      const before = known(entry.name);
      const skip = (why: string): PinChoice => ({ type: 'skip', component: entry.name, before, why });
      if (!existsIn(entry, environment)) return skip(`does not exist in ${environment}`);
      const commit = commits.get(entry.repo) ?? null;
      if (commit === null) return skip(`${entry.repo} has no ${ref}`);
      return choosePin(entry, { before, commit, ref }, repos);
    }),
  );
}

/** One question a repository, though several components may live in it. */
async function resolveOnce(
  entries: readonly ComponentEntry[],
  ref: string,
  repos: Repos,
): Promise<Map<string, string | null>> {
  const addresses = new Map(entries.map((entry) => [entry.repo, addressOf(entry)]));
  const commits = await Promise.all([...addresses.values()].map((address) => repos.resolve(address, ref)));
  return new Map([...addresses.keys()].map((repo, index) => [repo, commits[index] ?? null]));
}

interface Candidate {
  readonly before: Pin | null;
  readonly commit: string;
  readonly ref: string;
}

async function choosePin(entry: ComponentEntry, candidate: Candidate, repos: Repos): Promise<PinChoice> {
  const { before, commit, ref } = candidate;
  const address = addressOf(entry);
  await repos.ensure(address, commit);
  const tree = await repos.tree(address, commit, entry.declaration.paths ?? ['.']);
  const sameTree = before?.repo === entry.repo && before.tree === tree;
  if (sameTree && (await stillExists(address, before.commit, repos))) {
    return { type: 'keep', component: entry.name, before };
  }
  return { type: 'write', component: entry.name, before, pin: { repo: entry.repo, ref, commit, tree } };
}

/** A pin whose commit is gone (history was rewritten) is replaced even where the tree is the same. */
async function stillExists(address: RepoAddress, commit: string, repos: Repos): Promise<boolean> {
  try {
    await repos.ensure(address, commit);
    return true;
  } catch (error) {
    if (isCoordinationError(error) && error.code === 'CONVOY_COMMIT_NOT_FOUND') return false;
    throw error;
  }
}

function addressOf(entry: ComponentEntry): RepoAddress {
  return { name: entry.repo, url: entry.url };
}
