import type { FunctionMetrics } from '../../model/function-metrics';
import { judgeMetrics } from './judge-metrics';

const did = (change: Partial<FunctionMetrics> = {}): FunctionMetrics => ({
  function: 'api',
  invocations: 100,
  errors: 0,
  throttles: 0,
  durationP95Milliseconds: 120,
  ...change,
});

describe('what functions did since a deploy', () => {
  it('is told beside the hour before, all functions together', () => {
    const { evidence } = judgeMetrics({
      after: [did({ errors: 1 }), did({ function: 'agent', errors: 2, durationP95Milliseconds: 300.4 })],
      before: [did({ invocations: 60 })],
      bounds: {},
    });
    expect(evidence).toBe(
      'invocations 200 (hour before 60), errors 3 (0), throttles 0 (0), duration p95 300 ms (120)',
    );
  });

  it('has no duration where nothing was invoked, and exceeds no bound of it', () => {
    const idle = did({ invocations: 0, durationP95Milliseconds: null });
    const judged = judgeMetrics({ after: [idle], before: [], bounds: { durationP95Milliseconds: 10 } });
    expect(judged.exceeded).toEqual([]);
    expect(judged.evidence).toContain('duration p95 – ms (–)');
  });

  it('exceeds nothing where nothing is bounded', () => {
    expect(judgeMetrics({ after: [did({ errors: 99 })], before: [], bounds: {} }).exceeded).toEqual([]);
  });

  it.each([
    [{ errors: 2 }, { errors: 3 }, 'errors 3, at most 2 allowed'],
    [{ throttles: 0 }, { throttles: 1 }, 'throttles 1, at most 0 allowed'],
    [
      { durationP95Milliseconds: 200 },
      { durationP95Milliseconds: 200.6 },
      'duration p95 in ms 201, at most 200 allowed',
    ],
  ])('exceeds %j with %j', (bounds, change, said) => {
    expect(judgeMetrics({ after: [did(change)], before: [], bounds }).exceeded).toEqual([said]);
  });

  it('is within a bound that it just reaches', () => {
    expect(judgeMetrics({ after: [did({ errors: 2 })], before: [], bounds: { errors: 2 } }).exceeded).toEqual(
      [],
    );
  });
});
