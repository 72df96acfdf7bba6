import { commit, failedReceipt, receipt, tree } from '../../tests/fakes/values';
import { componentReportSchema } from '../model/run-report';
import { plainReport, receiptReport } from './receipt-report';

describe('receiptReport', () => {
  it('tells a deploy', () => {
    const from = { commit: commit('a'), tree: tree('a') };
    const check = {
      name: 'GET /health → 200',
      verdict: 'passed' as const,
      milliseconds: 12,
      evidence: '200',
    };
    expect(receiptReport(receipt({ from, checks: [check] }))).toEqual({
      component: 'backend',
      outcome: 'deployed',
      verdict: 'passed',
      startedAt: '2026-03-01T10:00:00.000Z',
      finishedAt: '2026-03-01T10:01:04.000Z',
      from,
      to: { commit: commit('b'), tree: tree('b') },
      checks: [check],
      error: null,
      summary: '2 checks passed',
    });
  });

  it('tells a failure with its step, and leaves out nothing that a person needs', () => {
    const report = receiptReport(failedReceipt());
    expect(report).toMatchObject({
      outcome: 'failed',
      verdict: 'none',
      error: { code: 'CONVOY_STEP_FAILED', message: 'exit code 1', remedy: 'mend it' },
      summary: 'failed at serverless deploy',
    });
    expect(componentReportSchema.parse(report)).toEqual(report);
  });
});

describe('plainReport', () => {
  it('is a whole report of a component without a receipt', () => {
    const report = plainReport('backend', 'absent', 'does not exist in dev');
    expect(componentReportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ verdict: 'none', startedAt: null, to: null, error: null });
  });
});
