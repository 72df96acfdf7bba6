import { commit, tree } from '../../tests/fakes/values';
import type { ComponentReport, RunReport } from '../model/run-report';
import { plainReport } from './receipt-report';
import { duration, renderReport } from './render-report';

const to = { commit: commit('c'), tree: tree('c') };
const at = (time: string): string => `2026-03-02T${time}.000Z`;

function done(component: string, change: Partial<ComponentReport>): ComponentReport {
  return {
    ...plainReport(component, 'deployed', '2 checks passed'),
    startedAt: at('12:00:00'),
    finishedAt: at('12:01:04'),
    to,
    ...change,
  };
}

function shown(
  components: readonly ComponentReport[],
  outcome: RunReport['outcome'],
  extras?: Parameters<typeof renderReport>[2],
): string {
  const report: RunReport = {
    run: '81c2aa00',
    environment: 'preprod',
    world: 'sandbox',
    outcome,
    startedAt: at('12:00:00'),
    finishedAt: at('12:05:01'),
    components: [...components],
  };
  const lines = renderReport(report, '.convoy/runs/81c2aa00.json', extras);
  expect(lines.join('\n')).not.toMatch(/[\u001b\r\t]/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  return `\n${lines.join('\n')}\n`;
}

it('tells of an optional check that did not pass, without calling it trouble', () => {
  const check = (change: object) => ({
    name: 'HTTP',
    verdict: 'passed' as const,
    milliseconds: 1,
    evidence: 'HTTP/2 500\nbody',
    ...change,
  });
  const checks = [
    check({}),
    check({ optional: true }),
    check({ optional: true, verdict: 'failed', name: 'GET https://a.test → 200' }),
  ];
  const text = shown([done('backend', { checks })], 'released');
  expect(text).toContain('    optional, failed: GET https://a.test → 200: HTTP/2 500\n');
  expect(text.match(/optional/g)).toHaveLength(1);
});

it('shows a release', () => {
  const components = [
    done('assurex-infra-database', { summary: 'V004 V005 applied, schema at 5, 2 checks passed' }),
    done('profile-360-backend', { summary: 'stack UPDATE_COMPLETE, live → 42, 4 checks passed' }),
    done('assurex-insights-engine', {
      outcome: 'unchanged',
      summary: 'unchanged, verified 2026-03-01T10:01:04Z by run 7f3d1234',
      finishedAt: at('12:00:00'),
    }),
    plainReport('trustx', 'absent', 'does not exist in preprod'),
  ];
  expect(shown(components, 'released')).toMatchInlineSnapshot(`
   "

   ✔ assurex-infra-database   ccccccc  V004 V005 applied, schema at 5, 2 checks passed  1 m 04 s
   ✔ profile-360-backend      ccccccc  stack UPDATE_COMPLETE, live → 42, 4 checks passed  1 m 04 s
   ✔ assurex-insights-engine  ccccccc  unchanged, verified 2026-03-01T10:01:04Z by run 7f3d1234  0.0 s
   – trustx                            does not exist in preprod
   released in 5 m 01 s · report .convoy/runs/81c2aa00.json
   "
  `);
});

it('shows a failure: what failed and why, what was not started, what is live, how to go on', () => {
  const components = [
    done('assurex-infra-database', {}),
    done('assurex-infra-graphql', {
      outcome: 'failed',
      summary: 'failed at ./deploy.sh preprod',
      error: {
        code: 'CONVOY_STEP_FAILED',
        message:
          'stack assurex-preprod UPDATE_ROLLBACK_COMPLETE\nfirst cause  UsersTable  UPDATE_FAILED  no such index',
        remedy: 'mend the cause, then\nnpx nx run-many -t deploy --configuration=preprod',
      },
    }),
    { ...plainReport('trustx', 'not-started', 'not started: prepared only (1 step)'), to },
  ];
  expect(shown(components, 'partial')).toMatchInlineSnapshot(`
   "

   ✔ assurex-infra-database  ccccccc  2 checks passed  1 m 04 s
   ✘ assurex-infra-graphql   ccccccc  failed at ./deploy.sh preprod  1 m 04 s
       CONVOY_STEP_FAILED
       stack assurex-preprod UPDATE_ROLLBACK_COMPLETE
       first cause  UsersTable  UPDATE_FAILED  no such index
       go on  mend the cause, then
              npx nx run-many -t deploy --configuration=preprod
   – trustx                  ccccccc  not started: prepared only (1 step)
   partly done: the environment is not at its pins in 5 m 01 s · report .convoy/runs/81c2aa00.json
   live now from this run: assurex-infra-database
   perhaps changed in part: assurex-infra-graphql
   go on  mend the cause; then this continues with what is missing:
          npx nx run-many -t deploy --configuration=preprod
   "
  `);
});

it('shows a refusal', () => {
  const refused = {
    ...plainReport('backend', 'refused', 'refused: backend cannot be deployed to preprod'),
    error: {
      code: 'CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED',
      message: 'backend cannot be deployed to preprod\ndatabase was never verified there',
      remedy: 'deploy it first:  npx nx deploy backend --configuration=preprod',
    },
  };
  expect(shown([refused], 'refused')).toMatchInlineSnapshot(`
   "

   ✘ backend           refused: backend cannot be deployed to preprod
       CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED
       backend cannot be deployed to preprod
       database was never verified there
       go on  deploy it first:  npx nx deploy backend --configuration=preprod
   refused in 5 m 01 s · report .convoy/runs/81c2aa00.json
   nothing of this run is live
   go on  mend the cause; then this continues with what is missing:
          npx nx run-many -t deploy --configuration=preprod
   "
  `);
});

it('shows an interruption as something that may have changed in part', () => {
  const killed = {
    ...plainReport('backend', 'interrupted', 'interrupted during deploy'),
    to,
    startedAt: at('12:00:00'),
  };
  expect(shown([killed], 'interrupted')).toMatchInlineSnapshot(`
   "

   ✘ backend  ccccccc  interrupted during deploy
   interrupted in 5 m 01 s · report .convoy/runs/81c2aa00.json
   perhaps changed in part: backend
   go on  this continues with what is missing:
          npx nx run-many -t deploy --configuration=preprod
   "
  `);
});

it('calls nothing live where only a preparation failed', () => {
  const error = { code: 'CONVOY_PREPARE_FAILED', message: 'exit code 1', remedy: 're-pin it' };
  const failed = done('backend', { outcome: 'failed', summary: 'failed at npm ci', error });
  expect(shown([failed], 'failed')).toContain('\nnothing of this run is live\n');
});

it('does not send somebody to deploy whose tests failed', () => {
  const failed = plainReport('backend', 'failed', 'tests failed at bbbbbbb: exit code 1');
  expect(shown([failed], 'failed')).toMatchInlineSnapshot(`
   "

   ✘ backend           tests failed at bbbbbbb: exit code 1
   failed in 5 m 01 s · report .convoy/runs/81c2aa00.json
   "
  `);
});

it('cuts a summary that is too long, and tells it whole below', () => {
  const summary = `failed at npx --no serverless deploy --stage staging --region us-east-2 --verbose`;
  expect(shown([done('profile-360-backend', { outcome: 'failed', summary })], 'failed'))
    .toMatchInlineSnapshot(`
   "

   ✘ profile-360-backend  ccccccc  failed at npx --no serverless deploy --stage staging --re…  1 m 04 s
       failed at npx --no serverless deploy --stage staging --region us-east-2 --verbose
   failed in 5 m 01 s · report .convoy/runs/81c2aa00.json
   perhaps changed in part: profile-360-backend
   go on  mend the cause; then this continues with what is missing:
          npx nx run-many -t deploy --configuration=preprod
   "
  `);
});

it('shows an environment that is converged already', () => {
  expect(shown([done('backend', { outcome: 'unchanged' })], 'unchanged')).toContain(
    '\nnothing changed in 5 m 01 s · report .convoy/runs/81c2aa00.json\n',
  );
});

it('names no deploy as the way on where none was wanted', () => {
  const extras = { lines: [], canGoBack: true, isAboutPins: false };
  const summary = 'V004 down: it leaves something behind';
  expect(shown([done('database', { outcome: 'failed', summary })], 'failed', extras)).not.toContain(
    'nx run-many',
  );
  expect(shown([done('database', { outcome: 'unchanged' })], 'unchanged', extras)).toContain(
    '\ndone in 5 m 01 s',
  );
});

describe('duration', () => {
  it.each([
    [0, '0.0 s'],
    [400, '0.4 s'],
    [9_940, '9.9 s'],
    [10_000, '10 s'],
    [46_400, '46 s'],
    [59_700, '1 m 00 s'],
    [64_000, '1 m 04 s'],
    [3_725_000, '62 m 05 s'],
  ])('of %d ms is %s', (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });
});
