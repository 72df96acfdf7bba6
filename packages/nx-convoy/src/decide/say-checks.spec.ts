import type { CheckResult } from '../model/verdict';
import { sayChecks } from './say-checks';

const check = (change: Partial<CheckResult> = {}): CheckResult => ({
  name: 'stack main',
  verdict: 'passed',
  milliseconds: 1,
  evidence: '',
  ...change,
});

it.each<[string, CheckResult[], string]>([
  ['none', [], 'no checks declared'],
  ['one', [check()], '1 check passed'],
  ['several', [check(), check()], '2 checks passed'],
  ['an optional one that passed', [check(), check({ optional: true })], '2 checks passed'],
  [
    'an optional one that did not: it is never counted as passed',
    [check(), check({ optional: true, verdict: 'failed' })],
    '1 check passed, 1 optional did not',
  ],
  [
    'nothing but an optional one that could not be asked',
    [check({ optional: true, verdict: 'inconclusive' })],
    '0 checks passed, 1 optional did not',
  ],
])('says %s', (_what, checks, said) => {
  expect(sayChecks(checks)).toBe(said);
});
