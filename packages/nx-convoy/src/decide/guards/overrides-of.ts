import type { Override } from '../../model/receipt';
import type { RunFlags } from '../../model/run-flags';

const PASSING = [
  ['hotfix', 'hotfix'],
  ['outside-window', 'outsideWindow'],
  ['overwrite-drift', 'overwriteDrift'],
  ['overwrite-source', 'overwriteSource'],
  ['release-hold', 'releaseHold'],
  ['adopt', 'adopt'],
  ['alarms-red', 'alarmsRed'],
  ['breaking-migration', 'breakingMigration'],
] as const satisfies readonly (readonly [Override['flag'], keyof RunFlags])[];

/** Which guards the run may pass by a person's word, for its receipts. A reason alone passes those that ask for nothing else. */
export function overridesOf(flags: RunFlags): Override[] {
  const reason = flags.reason?.trim() ?? '';
  const given = PASSING.filter(([, name]) => flags[name]).map(([flag]) => ({ flag, reason }));
  return given.length === 0 && reason !== '' ? [{ flag: 'reason', reason }] : given;
}
