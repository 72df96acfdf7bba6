import {
  endStage,
  hasSucceeded,
  isUnfinished,
  isWaiting,
  latestStage,
  newStages,
  skip,
  type StoredDeployment,
  writeLog,
} from './deployment';

const waiting = (): StoredDeployment => ({
  id: '9f2c1b3e-8d5a-4c7b-9e10-123456789abc',
  project: 'front',
  branch: 'main',
  commit: 'c0ffee',
  message: '',
  trigger: 'ad_hoc',
  createdOn: '2026-01-01T00:00:00.000Z',
  modifiedOn: '2026-01-01T00:00:00.000Z',
  stages: newStages(),
  skipped: false,
  log: [],
});

test('one stage after the other, and one of them always says how far it is', () => {
  const deployment = waiting();
  expect(isWaiting(deployment)).toBe(true);
  for (const { name } of deployment.stages) {
    expect(latestStage(deployment)).toMatchObject({ name, status: 'active' });
    expect(isUnfinished(deployment)).toBe(true);
    endStage(deployment, name, 'success');
    expect(isWaiting(deployment)).toBe(false);
  }
  expect(latestStage(deployment)).toMatchObject({ name: 'deploy', status: 'success' });
  expect([hasSucceeded(deployment), isUnfinished(deployment)]).toEqual([true, false]);
});

test('a failure is the last stage that was begun', () => {
  const deployment = waiting();
  endStage(deployment, 'queued', 'success');
  endStage(deployment, 'initialize', 'failure');
  expect(latestStage(deployment)).toMatchObject({ name: 'initialize', status: 'failure' });
  expect(deployment.stages.at(2)).toMatchObject({ status: 'idle', startedOn: null });
  expect([hasSucceeded(deployment), isUnfinished(deployment)]).toEqual([false, false]);
});

test('what was skipped neither waits nor has succeeded', () => {
  const deployment = waiting();
  skip(deployment);
  expect([isWaiting(deployment), hasSucceeded(deployment), isUnfinished(deployment)]).toEqual([
    false,
    false,
    false,
  ]);
});

test('a log has an end', () => {
  const deployment = waiting();
  for (let line = 0; line < 6_000; line += 1) writeLog(deployment, `line ${line}`);
  expect(deployment.log).toHaveLength(5_001);
  expect(deployment.log.at(-1)?.line).toContain('left out');
});
