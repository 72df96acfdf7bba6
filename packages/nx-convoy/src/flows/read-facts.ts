import type { DeploymentFacts } from '../decide/facts';
import { mayBeOurs } from '../decide/may-be-ours';
import { readMigrations, type MigrationFile } from '../decide/migrations';
import { isCoordinationError } from '../model/coordination-error';
import { pinStale } from '../model/errors';
import type { LiveState } from '../model/live-state';
import type { ComponentRecord, LedgerState } from '../model/receipt';
import type { Order } from './order';
import { awaitRest } from './await-rest';
import { branchRelation } from './branch-relation';
import { containsCommit } from './contains-commit';
import { readAlarms } from './read-alarms';
import { readLive } from './read-live';
import type { World } from './world';

/** Whether what goes on at the providers is waited for: a plan tells what is there now. */
export type Look = 'wait' | 'now';

const UNKNOWN: ComponentRecord = { started: null, last: null, verified: null, passed: [] };

/** Reads everything that a deploy is decided from. Writes nothing anywhere but the local mirror of the repository. */
export async function readFacts(
  order: Order,
  ledger: LedgerState,
  world: World,
  look: Look = 'wait',
): Promise<DeploymentFacts> {
  await world.repos.ensure({ name: order.component.repo, url: order.component.url }, order.pin.commit);
  await requireHonestPin(order, world);
  return readUntrustedFacts(order, ledger, world, look);
}

/** The same, with the tree of the pin taken as it is said to be. */
export async function readUntrustedFacts(
  order: Order,
  ledger: LedgerState,
  world: World,
  look: Look = 'wait',
): Promise<DeploymentFacts> {
  const { component, pin, manifest } = order;
  await world.repos.ensure({ name: component.repo, url: component.url }, pin.commit);
  const record = ledger.components[component.name] ?? UNKNOWN;
  const [live, migrations, commits, alarms] = await Promise.all([
    look === 'now' ? readLive(component, pin, world) : awaitRest(order, mayBeOurs(record), world),
    readMigrationFiles(order, world),
    commitsSince(order, record, world),
    readAlarms(component, world),
  ]);
  const branch = await branchRelation({ component, pin, head: live.pages?.head ?? null }, world);
  const branchGrew = branch === 'behind' && (await hasGrown(order, { record, live }, world));
  const isProtected = manifest.environments[component.environment]?.protected === true;
  const built = isBuilt(live, branch === 'carries' ? (live.pages?.head ?? '') : pin.commit);
  const seen = { live, alarms, migrations, commits, branch, branchGrew };
  return { component, pin, record, ...seen, built, isProtected };
}

/** Whether the head of the branch has all that we left it at; what we left may have been rewritten away since. */
async function hasGrown(
  { component }: Order,
  { record, live }: Pick<DeploymentFacts, 'record' | 'live'>,
  world: World,
): Promise<boolean> {
  const left = record.verified?.after?.pages?.head ?? null;
  const head = live.pages?.head ?? null;
  if (left === null) return false;
  return containsCommit({ name: component.repo, url: component.url }, { outer: head, inner: left }, world);
}

/** Whether a deployment of the commit has succeeded or is under way. */
function isBuilt({ pages }: LiveState, commit: string): boolean {
  const deployment = pages?.deployment ?? null;
  return deployment?.commit === commit && ['success', 'active', 'idle'].includes(deployment.status);
}

/** A pin edited by hand may name a commit and the tree of another: nothing is decided on it. */
async function requireHonestPin(order: Order, world: World): Promise<void> {
  const { component, pin } = order;
  const actual = await world.repos.tree(
    { name: component.repo, url: component.url },
    pin.commit,
    component.paths,
  );
  if (actual === pin.tree) return;
  throw pinStale({
    component: component.name,
    environment: component.environment,
    commit: pin.commit,
    pinned: pin.tree,
    actual,
  });
}

/** The migrations at the pin, or at another commit. */
export async function readMigrationFiles(
  order: Order,
  world: World,
  commit = order.pin.commit,
): Promise<MigrationFile[]> {
  const { component } = order;
  if (component.migrations === null) return [];
  const repo = { name: component.repo, url: component.url };
  await world.repos.ensure(repo, commit);
  return readMigrations(await world.repos.files(repo, commit, component.migrations.folder));
}

async function commitsSince(
  order: Order,
  record: ComponentRecord,
  world: World,
): Promise<DeploymentFacts['commits']> {
  const from = record.verified?.commit;
  if (from === undefined || from === order.pin.commit) return [];
  const repo = { name: order.component.repo, url: order.component.url };
  try {
    await world.repos.ensure(repo, from);
  } catch (cause) {
    // Its branch was rewritten since: the list is for people only and must not keep the pin from being deployed.
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return [];
    throw cause;
  }
  return world.repos.commitsBetween(repo, from, order.pin.commit);
}
