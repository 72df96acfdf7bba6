import type { Figures, Middle } from '../../model/metrics-document';
import type { Measures } from './measure';

const WEEK_MILLISECONDS = 7 * 86_400_000;

/** DORA's four from what was measured in so many milliseconds. Where nothing is, there is no figure: not even a nought. */
export function figures(measured: Measures, milliseconds: number): Figures {
  const { deployments, attempts, failed, leadTimes, restores, unknownLeadTimes, notRestored } = measured;
  return {
    deployments,
    perWeek: deployments === 0 ? null : deployments / (milliseconds / WEEK_MILLISECONDS),
    leadTime: middleOf(leadTimes),
    unknownLeadTimes,
    changeFailureRate: attempts === 0 ? null : { failed, of: attempts, rate: failed / attempts },
    timeToRestore: middleOf(restores),
    notRestored,
  };
}

/** The median: one that takes very long says nothing of the others. */
function middleOf(spans: readonly number[]): Middle | null {
  if (spans.length === 0) return null;
  const sorted = [...spans].sort((left, right) => left - right);
  const half = Math.floor(sorted.length / 2);
  const [before = 0, middle = 0] = [sorted[half - 1], sorted[half]];
  const median = sorted.length % 2 === 1 ? middle : (before + middle) / 2;
  return { medianSeconds: Math.round(median / 1_000), of: sorted.length };
}
