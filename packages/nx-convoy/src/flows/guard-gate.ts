import { gateOf, judgeGate, type EarlierFacts } from '../decide/guards/gate-refusal';
import { resolveComponent, substituteOutputs } from '../decide/resolve-component';
import { componentEntry, existsIn } from '../model/component-entry';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { PinnedComponent, RunScene } from './guard-run';
import { describeCheck } from './checks/describe-check';
import type { World } from './world';

/** Refuses pins that did not pass in the environment that they are promoted from. What is live here already has passed the gate once. */
export async function guardGate(
  scene: RunScene,
  working: readonly PinnedComponent[],
  world: World,
): Promise<void> {
  const { environment, declaration, manifest, all, state, earlierPins } = scene;
  const from = declaration.promotesFrom;
  const coming = working.filter(
    ({ component, pin }) => pin !== null && state.components[component.name]?.verified?.tree !== pin.tree,
  );
  if (from === undefined || coming.length === 0) return;
  const shared = all.filter(({ component }) => {
    const entry = componentEntry(manifest, component.name);
    return entry !== null && existsIn(entry, from);
  });
  const earlier = { environment: from, state: await world.ledger.refresh(from), pins: earlierPins };
  const pins = Object.fromEntries(shared.map(({ component, pin }) => [component.name, pin]));
  const warnings = new Set<string>();
  for (const { component, pin } of coming) {
    if (pin === null) continue;
    const { hotfix } = world.flags;
    const gate = gateOf(declaration);
    const facts = { component: component.name, environment, pin, pins, earlier, gate, hotfix };
    const hotfixChecks = checksOfHotfix({ component: component.name, pin }, { manifest, earlier });
    const verdict = judgeGate({ ...facts, hotfixChecks });
    if (verdict.type === 'closed') throw verdict.refusal;
    if (verdict.warning !== null) warnings.add(verdict.warning);
  }
  for (const warning of warnings) world.output.line(`${environment}: ${warning}`);
}

/** The checks that came with the hotfix, by the names that the earlier environment's receipts have. */
function checksOfHotfix(
  { component, pin }: { component: string; pin: Pin },
  { manifest, earlier }: { manifest: Manifest; earlier: EarlierFacts },
): string[] {
  const hotfix = /^(?:refs\/heads\/)?hotfix\/(?<name>.+)$/.exec(pin.ref)?.groups?.['name'];
  if (hotfix === undefined) return [];
  const resolved = resolveComponent(manifest, component, earlier.environment);
  if (resolved.type === 'absent') return [];
  const records = Object.entries(earlier.state.components);
  const outputs = Object.fromEntries(records.map(([name, { verified }]) => [name, verified?.outputs ?? {}]));
  return resolved.component.checks
    .filter((check) => check.hotfix === hotfix)
    .map((check) => describeCheck(substituteOutputs(check, outputs)));
}
