import type { Receipt } from '../../model/receipt';

/** What the receipts of a time tell, before anything is averaged: of several components they are simply put together. */
export interface Measures {
  /** Deploys that changed something and ended, well or not. */
  readonly attempts: number;
  /** Those that passed. */
  readonly deployments: number;
  /** Those that failed, or passed and were rolled back later; each once. */
  readonly failed: number;
  /** Milliseconds from each commit to the end of the deploy that made it live first. */
  readonly leadTimes: readonly number[];
  /** Deployments whose receipts do not tell their commits. */
  readonly unknownLeadTimes: number;
  /** Milliseconds from the end of each failed one to when the component passed again. */
  readonly restores: readonly number[];
  readonly notRestored: number;
}

export const NO_MEASURES: Measures = {
  attempts: 0,
  deployments: 0,
  failed: 0,
  leadTimes: [],
  unknownLeadTimes: 0,
  restores: [],
  notRestored: 0,
};

/** What the receipts of one component tell, whatever order they come in. A deploy that was interrupted is none that ended. */
export function measure(receipts: readonly Receipt[]): Measures {
  const ordered = [...receipts].sort(inTime);
  const attempts = ordered.filter(isAttempt);
  const deployments = attempts.filter(isPassed);
  const restoredAt = new Map([...rolledBack(ordered), ...failedOnes(ordered)]);
  const restores = [...restoredAt].flatMap(([receipt, at]) =>
    at === null ? [] : [Date.parse(at) - Date.parse(receipt.finishedAt)],
  );
  return {
    attempts: attempts.length,
    deployments: deployments.length,
    failed: restoredAt.size,
    leadTimes: leadTimesOf(deployments),
    unknownLeadTimes: deployments.filter(({ delivered }) => delivered === null).length,
    restores,
    notRestored: restoredAt.size - restores.length,
  };
}

export function together(all: readonly Measures[]): Measures {
  return all.reduce(
    (sum, each) => ({
      attempts: sum.attempts + each.attempts,
      deployments: sum.deployments + each.deployments,
      failed: sum.failed + each.failed,
      leadTimes: [...sum.leadTimes, ...each.leadTimes],
      unknownLeadTimes: sum.unknownLeadTimes + each.unknownLeadTimes,
      restores: [...sum.restores, ...each.restores],
      notRestored: sum.notRestored + each.notRestored,
    }),
    NO_MEASURES,
  );
}

function isAttempt({ verb, outcome }: Receipt): boolean {
  return verb === 'deploy' && (outcome === 'deployed' || outcome === 'failed');
}

function isPassed({ outcome, verdict }: Receipt): boolean {
  return outcome === 'deployed' && verdict === 'passed';
}

/** By their ends; what ends at once is in an order of its own, so that any order of the same receipts tells the same. */
function inTime(left: Receipt, right: Receipt): number {
  const byEnd = Date.parse(left.finishedAt) - Date.parse(right.finishedAt);
  return byEnd === 0 ? (keyOf(left) < keyOf(right) ? -1 : 1) : byEnd;
}

function keyOf({ startedAt, run, verb, commit }: Receipt): string {
  return [startedAt, run, verb, commit].join(' ');
}

type Restored = [receipt: Receipt, at: string | null];

/** Deploys that passed and were taken away later, with when. Going back to a tree takes away what was deployed since that tree was. */
function rolledBack(ordered: readonly Receipt[]): Restored[] {
  let standing: Receipt[] = [];
  const taken: Restored[] = [];
  for (const receipt of ordered) {
    if (isAttempt(receipt) && isPassed(receipt)) standing.push(receipt);
    if (receipt.outcome !== 'rolled-back') continue;
    const stays = standing.findLastIndex(({ tree }) => tree === receipt.tree) + 1;
    taken.push(...standing.slice(stays).map((each): Restored => [each, receipt.finishedAt]));
    standing = standing.slice(0, stays);
  }
  return taken;
}

/** Deploys that failed, with when the component passed next, by whatever was done about it. */
function failedOnes(ordered: readonly Receipt[]): Restored[] {
  return ordered.flatMap((receipt, index): Restored[] => {
    if (!isAttempt(receipt) || isPassed(receipt)) return [];
    const next = ordered.slice(index + 1).find(({ verdict }) => verdict === 'passed');
    return [[receipt, next?.finishedAt ?? null]];
  });
}

/** A commit counts where it became live first: taking it away and deploying it again is another matter. A commit from the future of its deploy took no time. */
function leadTimesOf(deployments: readonly Receipt[]): number[] {
  const seen = new Set<string>();
  return deployments.flatMap(({ delivered, finishedAt }) =>
    (delivered ?? []).flatMap(({ commit, at }) => {
      if (seen.has(commit)) return [];
      seen.add(commit);
      return [Math.max(0, Date.parse(finishedAt) - Date.parse(at))];
    }),
  );
}
