import type { CheckResult } from '../model/verdict';

/** How many checks passed, and whether an optional one did not: `5 checks passed, 1 optional did not`. */
export function sayChecks(checks: readonly CheckResult[]): string {
  if (checks.length === 0) return 'no checks declared';
  const passed = checks.filter((check) => check.verdict === 'passed').length;
  const said = passed === 1 ? '1 check passed' : `${passed} checks passed`;
  const missed = checks.filter((check) => check.optional === true && check.verdict !== 'passed').length;
  return missed === 0 ? said : `${said}, ${missed} optional did not`;
}
