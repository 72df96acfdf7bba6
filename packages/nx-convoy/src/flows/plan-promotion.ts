import { waitingRef } from '../decide/waiting-ref';
import { judgePromotion } from './judge-promotion';
import type { LandingMove } from './landing-move';
import { planRepoPromotion } from './plan-repo-promotion';
import type { PromotedPin, Promotion, PromotionQuestion } from './promotion';
import type { World } from './world';

/** Computes every merge, and what each component would be pinned to. Pushes nothing. */
export async function planPromotion(question: PromotionQuestion, world: World): Promise<Promotion> {
  const { manifest, from, to, via } = question;
  const repos = await Promise.all(
    Object.entries(manifest.repos).map(([name, { url }]) =>
      planRepoPromotion({ name, url }, question, world),
    ),
  );
  const present = repos.flatMap((each) => each ?? []);
  const pins = present.flatMap((each) => each.pins);
  const moves = present.flatMap(({ move }) => move ?? []);
  const refused = present.flatMap((each) => each.refusals);
  const judged = await judgePromotion(pins, question, world);
  return {
    from,
    to,
    pinned: via ? from : to,
    takes: takenBy(question),
    repos: present.map(({ line }) => line),
    moves: via ? await waitingMoves(moves, to, world) : moves,
    pins: via ? unverified(judged.pins, to) : judged.pins,
    refusals: [...refused, ...(via ? [] : judged.refusals), ...signOffRefusals(question)],
    // Without the pins of a repository that is refused nobody knows what would be live together.
    warnings: via || refused.length > 0 ? [] : judged.warnings,
    needsVia: !via && judged.refusals.length > 0,
  };
}

function takenBy({ from, feature }: PromotionQuestion): string {
  return feature === null
    ? `the commits that ${from} is pinned to in this checkout`
    : `the head of ${feature} at each remote that has it, whatever ${from} is pinned to`;
}

function waitingMoves(moves: readonly LandingMove[], to: string, world: World): Promise<LandingMove[]> {
  const ref = waitingRef(to);
  return Promise.all(
    moves.map(async (move) => {
      if (move.ref === ref) return move;
      const expected = await world.repos.resolve({ name: move.repo, url: move.url }, ref);
      return { ...move, ref, expected };
    }),
  );
}

/** What must pass in the earlier environment first is pinned there at the ref where it waits. */
function unverified(pins: readonly PromotedPin[], to: string): PromotedPin[] {
  return pins.flatMap((each) =>
    each.evidence === null ? [{ ...each, pin: { ...each.pin, ref: waitingRef(to) } }] : [],
  );
}

function signOffRefusals({ manifest, to, signedOffBy }: PromotionQuestion): string[] {
  if (manifest.environments[to]?.signOff !== true || signedOffBy !== null) return [];
  return [`${to} wants a person who answers for it: --signed-off-by=<name>`];
}
