import type { EnvironmentMetrics, Figures } from '../model/metrics-document';
import { figures } from './metrics/figures';
import { NO_MEASURES } from './metrics/measure';
import { renderMetrics } from './render-metrics';

const none = figures(NO_MEASURES, 1);
const some: Figures = {
  deployments: 12,
  perWeek: 2.8,
  leadTime: { medianSeconds: 11_100, of: 31 },
  unknownLeadTimes: 0,
  changeFailureRate: { failed: 2, of: 13, rate: 2 / 13 },
  timeToRestore: { medianSeconds: 724, of: 1 },
  notRestored: 1,
};
const rendered = (...environments: EnvironmentMetrics[]): string[] =>
  renderMetrics({
    world: 'sandbox',
    since: '2026-02-01T00:00:00.000Z',
    until: '2026-03-03T00:00:00.000Z',
    environments,
  });

it('is one aligned table an environment, no wider than a terminal', () => {
  const components = [
    { component: 'assurex-insights-engine', ...some },
    { component: 'backend', ...none },
  ];
  const lines = rendered(
    { environment: 'preprod', all: some, components },
    { environment: 'prod', all: none, components: [{ component: 'backend', ...none }] },
  );
  expect(lines).toEqual([
    'from 2026-02-01T00:00:00Z to 2026-03-03T00:00:00Z',
    '',
    'preprod                  deploys          lead time      failed          restored in',
    'assurex-insights-engine  12 (2.8 a week)  3 h 05 m (31)  2 of 13 (15 %)  12 m 04 s (1)',
    'backend                  –                –              –               –',
    'all                      12 (2.8 a week)  3 h 05 m (31)  2 of 13 (15 %)  12 m 04 s (1)',
    '  failed and not restored yet: assurex-insights-engine (1)',
    '',
    'prod  nothing was deployed',
    '',
    'times are medians, with how many they are of; – means that there is nothing to tell from',
  ]);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
});

it.each<[string, Partial<Figures>, string]>([
  ['commits of which nothing is known', { leadTime: null, unknownLeadTimes: 3 }, 'not known'],
  [
    'commits of which some are not known',
    { unknownLeadTimes: 3 },
    '3 of the deploys do not tell their commits',
  ],
  ['what is still down', { timeToRestore: null, notRestored: 2 }, 'not yet'],
  ['many deploys', { perWeek: 70 }, '12 (10 a day)'],
  ['few deploys', { perWeek: 0.35 }, '12 (1.5 a month)'],
])('says %s', (_name, change, expected) => {
  const all = { ...some, ...change };
  expect(rendered({ environment: 'dev', all, components: [] }).join('\n')).toContain(expected);
});
