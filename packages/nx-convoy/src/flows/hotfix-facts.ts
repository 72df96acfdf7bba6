import type { EarlierFacts, HotfixFacts } from '../decide/guards/gate-refusal';
import { hotfixBranch, hotfixOf } from '../decide/hotfix-branch';
import { resolveComponent, substituteOutputs } from '../decide/resolve-component';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';
import { describeCheck } from './checks/describe-check';
import { containsCommit } from './contains-commit';
import type { World } from './world';

interface PinnedTo {
  readonly component: ResolvedComponent;
  readonly pin: Pin;
}

interface Earlier {
  readonly manifest: Manifest;
  readonly earlier: EarlierFacts;
}

/** What the earlier environment knows of the hotfix that is pinned; null: the pin is of none, or of one without checks of its own. */
export async function hotfixFacts(
  { component, pin }: PinnedTo,
  { manifest, earlier }: Earlier,
  world: World,
): Promise<HotfixFacts | null> {
  const hotfix = hotfixOf(pin.ref);
  if (hotfix === null) return null;
  const checks = checksOf(hotfix, component.name, { manifest, earlier });
  if (checks.length === 0) return null;
  const has = async (there: { commit: string; tree: string } | null): Promise<boolean> =>
    there !== null && (there.tree === pin.tree || (await hasIt(there.commit, { component, pin }, world)));
  const { name } = component;
  return {
    name: hotfix,
    checks,
    isVerified: await has(earlier.state.components[name]?.verified ?? null),
    isPinned: await has(earlier.pins[name] ?? null),
  };
}

/** By the names that the earlier environment's receipts have. */
function checksOf(hotfix: string, component: string, { manifest, earlier }: Earlier): string[] {
  const resolved = resolveComponent(manifest, component, earlier.environment);
  if (resolved.type === 'absent') return [];
  const records = Object.entries(earlier.state.components);
  const outputs = Object.fromEntries(records.map(([name, { verified }]) => [name, verified?.outputs ?? {}]));
  return resolved.component.checks
    .filter((check) => check.hotfix === hotfix)
    .map((check) => describeCheck(substituteOutputs(check, outputs)));
}

/** Whether a commit has all of the hotfix that the pin has; the pin may be a merge of the hotfix into something that the other never had. */
async function hasIt(commit: string, { component, pin }: PinnedTo, world: World): Promise<boolean> {
  const repo = { name: component.repo, url: component.url };
  await world.repos.ensure(repo, pin.commit);
  const branch = hotfixBranch(hotfixOf(pin.ref) ?? '');
  const brought = isMerge(pin) ? await world.merges.broughtBy(repo, branch, [pin.commit]) : null;
  return containsCommit(repo, { outer: commit, inner: brought ?? pin.commit }, world);
}

/** The branch itself is no merge, although it may have some. */
function isMerge({ ref }: Pin): boolean {
  return ref.startsWith('refs/convoy/');
}
