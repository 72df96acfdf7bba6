import { verdictOf, type CheckResult, type Verdict } from './verdict';

const checks = (...verdicts: Verdict[]): CheckResult[] =>
  verdicts.map((verdict) => ({ name: 'a check', verdict, milliseconds: 1, evidence: '' }));

describe('verdictOf', () => {
  it.each<[Verdict[], Verdict]>([
    [['passed', 'passed'], 'passed'],
    [[], 'passed'],
    [['passed', 'inconclusive'], 'inconclusive'],
    [['passed', 'failed'], 'failed'],
    [['inconclusive', 'failed'], 'failed'],
    [['failed', 'inconclusive'], 'failed'],
  ])('of %j is %s', (verdicts, expected) => {
    expect(verdictOf(checks(...verdicts))).toBe(expected);
  });
});
