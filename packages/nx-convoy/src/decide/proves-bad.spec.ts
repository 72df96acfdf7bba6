import type { ComponentReport } from '../model/run-report';
import { provesBad } from './proves-bad';

const report = (change: Partial<ComponentReport>, code = 'CONVOY_X'): ComponentReport => ({
  component: 'backend',
  outcome: 'failed',
  verdict: 'failed',
  startedAt: null,
  finishedAt: null,
  from: null,
  to: null,
  checks: [],
  error: { code, message: 'm', remedy: 'r' },
  summary: 's',
  ...change,
});

describe('provesBad', () => {
  it('is so for a failure and a refusal', () => {
    expect(provesBad(report({}))).toBe(true);
    expect(provesBad(report({ outcome: 'refused', verdict: 'none' }))).toBe(true);
  });

  it('is not so for what could not be asked or recorded', () => {
    expect(provesBad(report({ verdict: 'inconclusive' }))).toBe(false);
    expect(provesBad(report({}, 'CONVOY_LEDGER_UNREACHABLE'))).toBe(false);
    expect(provesBad(report({ outcome: 'deployed', verdict: 'passed' }))).toBe(false);
  });

  it('pitfall 32: a window that ended in mid-run takes nothing back that was deployed in time', () => {
    expect(provesBad(report({ outcome: 'refused', verdict: 'none' }, 'CONVOY_WINDOW_ENDED'))).toBe(false);
  });
});
