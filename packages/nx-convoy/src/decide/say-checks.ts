import type { CheckResult } from '../model/verdict';

/** How many checks passed, and what else became of them: `5 checks passed, 1 optional did not, 2 not run`. */
export function sayChecks(checks: readonly CheckResult[]): string {
  if (checks.length === 0) return 'no checks declared';
  const passed = checks.filter((check) => check.verdict === 'passed').length;
  const said = passed === 1 ? '1 check passed' : `${passed} checks passed`;
  const isMissed = ({ optional, notRun, verdict }: CheckResult): boolean =>
    optional === true && notRun !== true && verdict !== 'passed';
  const missed = checks.filter(isMissed).length;
  const notRun = checks.filter((check) => check.notRun === true).length;
  return [
    said,
    ...(missed === 0 ? [] : [`${missed} optional did not`]),
    ...(notRun === 0 ? [] : [`${notRun} not run`]),
  ].join(', ');
}
