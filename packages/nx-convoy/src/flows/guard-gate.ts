import { gateOf, judgeGate } from '../decide/guards/gate-refusal';
import { componentEntry, existsIn } from '../model/component-entry';
import type { PinnedComponent, RunScene } from './guard-run';
import { hotfixFacts } from './hotfix-facts';
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
    const ofHotfix = hotfix ? await hotfixFacts({ component, pin }, { manifest, earlier }, world) : null;
    const verdict = judgeGate({ ...facts, ofHotfix });
    if (verdict.type === 'closed') throw verdict.refusal;
    if (verdict.warning !== null) warnings.add(verdict.warning);
  }
  for (const warning of warnings) world.output.line(`${environment}: ${warning}`);
}
