import { gateOf, judgeGate } from '../decide/guards/gate-refusal';
import { componentEntries, existsIn } from '../model/component-entry';
import type { PromotedPin, PromotionQuestion } from './promotion';
import type { World } from './world';

interface Judged {
  readonly pins: readonly PromotedPin[];
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** Each pin against what passed in the earlier environment; the others of the set as they are. */
export async function judgePromotion(
  changed: readonly Omit<PromotedPin, 'evidence'>[],
  { manifest, from, to, pins }: PromotionQuestion,
  world: World,
): Promise<Judged> {
  const declaration = manifest.environments[to];
  if (declaration === undefined) throw new RangeError(`no environment ${to} in the manifest`);
  const shared = componentEntries(manifest).filter((entry) => existsIn(entry, from) && existsIn(entry, to));
  const coming = new Map(changed.map(({ component, pin }) => [component, pin]));
  const set = Object.fromEntries(shared.map(({ name }) => [name, coming.get(name) ?? pins.to[name] ?? null]));
  const earlier = { environment: from, state: await world.ledger.refresh(from), pins: pins.from };
  const judged = changed.map((each) => {
    const { component, pin } = each;
    const facts = { component, environment: to, pin, pins: set, earlier, hotfix: false };
    return { each, verdict: judgeGate({ ...facts, gate: gateOf(declaration) }) };
  });
  return {
    pins: judged.map(({ each, verdict }) => ({
      ...each,
      evidence: verdict.type === 'open' ? verdict.evidence : null,
    })),
    refusals: [
      ...new Set(
        judged.flatMap(({ verdict }) => (verdict.type === 'closed' ? [verdict.refusal.message] : [])),
      ),
    ],
    warnings: [
      ...new Set(judged.flatMap(({ verdict }) => (verdict.type === 'open' ? (verdict.warning ?? []) : []))),
    ],
  };
}
