import { commit, receipt } from '../../tests/fakes/values';
import { replayedReport } from './replayed-report';
import { verifiedLine } from './verified-line';

const check = {
  name: 'stack main',
  verdict: 'passed' as const,
  milliseconds: 12,
  evidence: 'CREATE_COMPLETE',
};
const pass = receipt({ verb: 'verify', outcome: 'unchanged', run: 'ab12', checks: [check] });
const record = (last = pass) => ({ started: null, last, verified: last, passed: [] });
const output = `\n> nx run backend:verify:dev\n\n${verifiedLine(pass)}\n`;

describe('the report of a replayed verification', () => {
  it('says when it was verified and by which run, with the checks of that run', () => {
    expect(replayedReport('backend', output, record())).toMatchObject({
      component: 'backend',
      outcome: 'unchanged',
      verdict: 'passed',
      summary: 'unchanged, verified 2026-03-01T10:01:04Z by run ab12',
      to: { commit: commit('b') },
      checks: [check],
      startedAt: null,
      error: null,
    });
  });

  it('lends no pass the checks of another', () => {
    expect(
      replayedReport('backend', output, record(receipt({ run: 'cd34', checks: [check] })))?.checks,
    ).toEqual([]);
  });

  it('is none where the output is not of a pass, or of another component', () => {
    expect(replayedReport('backend', 'backend: failed at verify', record())).toBeNull();
    expect(replayedReport('frontend', output, record())).toBeNull();
  });
});
