import type { LedgerState, Release } from '../model/receipt';

/** Of the dependents, those that are not what they were in the release yet: they may call what is about to go. One that the release did not know has no earlier state. */
export function dependentsNotBack(
  dependents: readonly string[],
  target: Pick<Release, 'components'>,
  ledger: LedgerState,
): string[] {
  return dependents.filter((name) => {
    const record = ledger.components[name];
    const released = target.components[name];
    if (record === undefined || released === undefined) return false;
    if (record.started !== null) return true;
    const touched =
      record.last !== null && record.last.outcome !== 'unchanged' && record.last.verdict !== 'passed';
    return touched || (record.verified !== null && record.verified.tree !== released.tree);
  });
}
