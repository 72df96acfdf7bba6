import { account, region } from '../../../tests/fakes/values';
import { NO_FLAGS, type RunFlags } from '../../model/run-flags';
import { flagsRefusal, type FlaggedRun } from './flags-refusal';

const dev: FlaggedRun = {
  environment: 'dev',
  declaration: { account, region, allowSource: true },
  targets: ['deploy'],
  named: [],
};
const judged = (flags: Partial<RunFlags>, run: Partial<FlaggedRun> = {}) =>
  flagsRefusal({ ...NO_FLAGS, ...flags }, { ...dev, ...run });

describe('flagsRefusal', () => {
  it('has nothing against a run without flags', () => {
    expect(judged({})).toBeNull();
  });

  it.each<[string, Partial<RunFlags>]>([
    ['hotfix', { hotfix: true }],
    ['outside-window', { outsideWindow: true }],
    ['overwrite-drift', { overwriteDrift: true }],
    ['release-hold', { releaseHold: true }],
    ['adopt', { adopt: true }],
  ])('wants a reason for --%s', (flag, flags) => {
    for (const reason of [null, '', '  \t'])
      expect(judged({ ...flags, reason })).toMatchObject({
        code: 'CONVOY_REASON_MISSING',
        remedy: `the same command with --${flag} --reason="…"`,
      });
    expect(judged({ ...flags, reason: 'because' })).toBeNull();
  });

  it.each<[Partial<RunFlags>]>([
    [{ overwriteSource: true }],
    [{ waitForLock: 60 }],
    [{ onFailure: 'rollback' }],
    [{ reason: 'just so' }],
  ])('wants no reason for %j', (flags) => {
    expect(judged(flags)).toBeNull();
  });

  it.each(['prd', 'prod', 'Dev', ''])('refuses the confirmation “%s” of a run for dev', (confirm) => {
    expect(judged({ confirm })).toMatchObject({
      code: 'CONVOY_CONFIRM_MISSING',
      message: `the run is for dev, but --confirm says “${confirm}”`,
      remedy: 'the same command with --confirm=dev',
    });
  });

  it('takes the confirmation of the environment itself, also where none is needed', () => {
    expect(judged({ confirm: 'dev' })).toBeNull();
  });
});

describe('flagsRefusal of --source and --dirty', () => {
  const source = '../backend';

  it('lets one named component come from a local checkout where that is allowed', () => {
    for (const target of ['prepare', 'deploy', 'verify', 'plan'])
      expect(judged({ source, dirty: true }, { named: ['backend'], targets: [target] })).toBeNull();
  });

  it.each<[boolean | undefined]>([[undefined], [false]])(
    'refuses a local checkout where allowSource is %s',
    (allowSource) => {
      const run = { environment: 'prod', named: ['backend'], declaration: { account, region, allowSource } };
      const refusal = judged({ source }, run);
      expect(refusal?.code).toBe('CONVOY_SOURCE_FORBIDDEN');
      expect(refusal?.remedy).toContain('npx nx g nx-convoy:pin --environment=prod');
    },
  );

  it.each([
    [[], 'none is named'],
    [['backend', 'frontend'], 'backend and frontend are named'],
  ])('refuses a local checkout for %j', (named, message) => {
    const refusal = judged({ source }, { named });
    expect(refusal?.code).toBe('CONVOY_FLAG_MISPLACED');
    expect(refusal?.message).toContain(message);
    expect(refusal?.remedy).toBe('npx nx deploy <component> --configuration=dev --source=../backend');
  });

  it.each(['rollback', 'status', 'test', 'unlock'])('refuses a local checkout for %s', (target) => {
    const refusal = judged({ source }, { named: ['backend'], targets: [target] });
    expect(refusal?.message).toContain(`${target} takes no local checkout`);
  });

  it('takes a checkout anywhere where it is only tried', () => {
    const closed = { declaration: { account: '1', region: 'us-east-1' }, named: ['backend'] };
    expect(judged({ source }, { ...closed, targets: ['try'] })).toBeNull();
    expect(judged({ source }, { ...closed, targets: ['try', 'deploy'] })?.code).toBe(
      'CONVOY_SOURCE_FORBIDDEN',
    );
  });

  it('refuses --dirty without --source', () => {
    expect(judged({ dirty: true }, { named: ['backend'] })).toMatchObject({ code: 'CONVOY_FLAG_MISPLACED' });
  });
});

describe('flagsRefusal of --rollback and --to', () => {
  it.each<[string[], Partial<RunFlags>]>([
    [['rollback'], { to: 'run-1' }],
    [['plan'], { rollback: true }],
    [['plan'], { rollback: true, to: 'run-1' }],
    [['plan', 'status'], { rollback: true }],
  ])('takes them for %j', (targets, flags) => {
    expect(judged(flags, { targets })).toBeNull();
  });

  it.each<[string[], Partial<RunFlags>, string]>([
    [['deploy'], { to: 'run-1' }, 'npx nx run-many -t rollback --configuration=dev --to=run-1'],
    [['plan'], { to: 'run-1' }, 'npx nx run-many -t rollback --configuration=dev --to=run-1'],
    [['deploy'], { rollback: true }, 'npx nx run-many -t plan --configuration=dev --rollback'],
    [['plan', 'deploy'], { rollback: true }, 'npx nx run-many -t plan --configuration=dev --rollback'],
    [['rollback'], { rollback: true }, 'npx nx run-many -t rollback --configuration=dev'],
    [['status'], { rollback: true, to: 'run-1' }, 'npx nx run-many -t plan --configuration=dev --rollback'],
  ])('refuses them for %j with %j', (targets, flags, remedy) => {
    const refusal = judged(flags, { targets });
    expect(refusal?.code).toBe('CONVOY_FLAG_MISPLACED');
    expect(refusal?.remedy).toContain(remedy);
  });

  it('takes --logs for a deploy, and names the command for logs where nothing is deployed', () => {
    expect(judged({ logs: true })).toBeNull();
    expect(judged({ logs: true }, { targets: ['verify'] })).toMatchObject({
      code: 'CONVOY_FLAG_MISPLACED',
      remedy: 'npx nx run convoy:logs:dev --errors',
    });
  });
});
