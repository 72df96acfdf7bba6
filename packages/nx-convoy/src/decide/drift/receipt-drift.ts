import type { Difference } from '../../model/drift-document';
import { handMade, whyDriftIsUnknown, type DriftFacts } from '../guards/drift-refusal';

/** What is live held against what the last deploy or verification left. */
export function receiptDrift(facts: DriftFacts): Difference[] {
  const why = whyDriftIsUnknown(facts);
  if (why !== null)
    return [
      {
        against: 'receipt',
        what: 'what was changed by hand',
        here: null,
        there: null,
        class: 'unknown',
        why,
      },
    ];
  return handMade(facts).map(({ what, values }) => ({
    against: 'receipt',
    what,
    here: values?.is ?? null,
    there: values?.was ?? null,
    class: 'unexpected',
    why: null,
  }));
}
