import { failedReceipt, receipt } from '../../../tests/fakes/values';
import { environmentMetrics } from './environment-metrics';
import { figures } from './figures';
import { NO_MEASURES } from './measure';

const DAY = 86_400_000;
const period = { since: '2026-02-01T00:00:00.000Z', until: '2026-03-03T00:00:00.000Z' };
const question = { environment: 'dev', components: ['database', 'backend'], ...period };

describe('figures', () => {
  it('are none where there is nothing to tell from', () => {
    expect(figures(NO_MEASURES, 30 * DAY)).toEqual({
      deployments: 0,
      perWeek: null,
      leadTime: null,
      unknownLeadTimes: 0,
      changeFailureRate: null,
      timeToRestore: null,
      notRestored: 0,
    });
  });

  it('have a rate of nought only where something was deployed', () => {
    const measured = { ...NO_MEASURES, attempts: 4, deployments: 4 };
    expect(figures(measured, 28 * DAY)).toMatchObject({
      perWeek: 1,
      changeFailureRate: { failed: 0, of: 4, rate: 0 },
    });
  });

  it.each([
    [[60_000], 60],
    [[3_000_000, 1_000, 2_000], 2],
    [[4_000, 1_000, 3_000, 2_000], 2.5],
  ])('take the middle of %j', (leadTimes, seconds) => {
    const { leadTime } = figures({ ...NO_MEASURES, leadTimes }, DAY);
    expect(leadTime).toEqual({ medianSeconds: Math.round(seconds), of: leadTimes.length });
  });
});

describe('the metrics of an environment', () => {
  it('are told of each component that exists there, and of all together', () => {
    const told = environmentMetrics(question, [receipt(), failedReceipt({ component: 'database' })]);
    expect(told.components.map(({ component, deployments }) => [component, deployments])).toEqual([
      ['database', 0],
      ['backend', 1],
    ]);
    expect(told.all).toMatchObject({
      deployments: 1,
      changeFailureRate: { failed: 1, of: 2, rate: 0.5 },
      notRestored: 1,
    });
  });

  it('keep components apart: what passed of one restores nothing of another', () => {
    const later = { startedAt: '2026-03-01T12:00:00.000Z', finishedAt: '2026-03-01T12:01:00.000Z' };
    const told = environmentMetrics(question, [failedReceipt({ component: 'database' }), receipt(later)]);
    expect(told.components[0]).toMatchObject({ component: 'database', timeToRestore: null, notRestored: 1 });
  });

  it('tell of what the manifest does not know any more, behind the others', () => {
    const told = environmentMetrics(question, [receipt({ component: 'attic' })]);
    expect(told.components.map(({ component }) => component)).toEqual(['database', 'backend', 'attic']);
  });

  it('leave out what ended before or after', () => {
    const outside = ['2026-01-31T23:59:59.000Z', '2026-03-03T00:00:01.000Z'].map((finishedAt) =>
      receipt({ finishedAt }),
    );
    const edges = [period.since, period.until].map((finishedAt) => receipt({ finishedAt, run: finishedAt }));
    expect(environmentMetrics(question, [...outside, ...edges]).all.deployments).toBe(2);
  });
});
