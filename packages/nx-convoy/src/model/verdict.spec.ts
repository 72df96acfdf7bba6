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

  it.each<Verdict>(['failed', 'inconclusive'])(
    'is not decided by an optional check that is %s',
    (verdict) => {
      const [optional] = checks(verdict).map((check) => ({ ...check, optional: true }));
      expect(verdictOf([...checks('passed'), optional!])).toBe('passed');
      expect(verdictOf([...checks('inconclusive'), optional!])).toBe('inconclusive');
    },
  );
});
