import { backend, command } from '../../tests/fakes/backend-stage';
import { FakeWorld } from '../../tests/fakes/fake-world';
import {
  closed,
  deployed,
  manifestWith,
  orderBack,
  wentBack,
  type Actors,
} from '../../tests/fakes/rollback-stage';
import { commit, liveState, receipt, tree } from '../../tests/fakes/values';
import { ledgerEntrySchema } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { previewRollback, rollback } from './rollback';

/** Released at `a`, deployed at `b`: its command puts the code of the commit that it runs in. */
async function staged(change: Partial<ResolvedComponent> = {}, manifest = manifestWith({})): Promise<Actors> {
  const world = new FakeWorld();
  world.sites.site('api.test', () => ({ body: '{"status":"ok"}' }));
  world.program = ({ folder }) => ({
    effect: () => {
      world.aws.putStack('backend-dev', { outputs: { Endpoint: 'https://api.test' } });
      world.aws.putFunction('backend-api', { code: folder.includes(commit('a')) ? 'a' : 'b' });
    },
  });
  const actors = { world, component: backend(change), manifest };
  await deployed(actors, 'a');
  await deployed(actors, 'b');
  return actors;
}
const code = async (world: FakeWorld): Promise<string | undefined> =>
  (await world.aws.function('backend-api', 'live'))?.alias?.codeSha256;
const alias = async (world: FakeWorld): Promise<string | undefined> =>
  (await world.aws.function('backend-api', 'live'))?.alias?.version;

describe('going back by deploying the earlier tree again', () => {
  it('brings back the content of the release, and verifies it with the same checks', async () => {
    const actors = await staged();
    const { world } = actors;
    const before = await world.receipts.release('dev', 'run-a');
    const kept = await wentBack(actors);
    expect(kept).toMatchObject({
      verb: 'rollback',
      outcome: 'rolled-back',
      verdict: 'passed',
      commit: commit('a'),
      tree: tree('a'),
      from: { commit: commit('b'), tree: tree('b') },
      target: 'run-a',
      failure: null,
    });
    expect(kept.contentDigest).toBe(before?.components['backend']?.contentDigest);
    expect(kept.checks).toMatchObject([{ verdict: 'passed' }]);
    expect(kept.summary).toBe('back, stack UPDATE_COMPLETE, live → 3, 1 check passed');
  });

  it('says in the ledger that it begins before its first effect, with what it goes back to', async () => {
    const actors = await staged();
    actors.world.calls.length = 0;
    await wentBack(actors);
    const writes = actors.world.writes();
    expect(writes.indexOf('ledger.append')).toBeLessThan(writes.indexOf('shell.run'));
    expect(actors.world.entries().slice(-2)).toMatchObject([
      { type: 'started', verb: 'rollback', target: 'run-a', commit: commit('a') },
      { type: 'receipt', outcome: 'rolled-back' },
    ]);
    for (const entry of actors.world.entries()) expect(ledgerEntrySchema.parse(entry)).toEqual(entry);
  });

  it('is done from the kept artefact, and made anew where there is none', async () => {
    const actors = await staged({ prepare: [{ ...command('npm', 'ci'), keyedBy: [], keeps: [] }] });
    const programs = (): string[] => actors.world.programs.requests.map((each) => each.command.argv[0] ?? '');
    actors.world.programs.requests.length = 0;
    await wentBack(actors);
    expect(programs()).toEqual(['npm', 'serverless']);
    await deployed(actors, 'b', 'run-6');
    actors.world.programs.requests.length = 0;
    await wentBack(actors, { run: 'run-7' });
    expect(programs()).toEqual(['serverless']);
  });

  it('is refused before any effect where the earlier tree cannot be prepared', async () => {
    const actors = await staged({ prepare: [{ ...command('npm', 'ci'), keyedBy: [], keeps: [] }] });
    const { world } = actors;
    const entries = world.entries().length;
    world.program = () => ({ code: 1 });
    await expect(wentBack(actors)).rejects.toMatchObject({ code: 'CONVOY_PREPARE_FAILED' });
    expect(world.entries()).toHaveLength(entries);
  });

  it('does nothing where the component is back already', async () => {
    const actors = await staged();
    await wentBack(actors);
    actors.world.calls.length = 0;
    const again = await wentBack(actors, { run: 'run-6' });
    expect(again).toMatchObject({ outcome: 'unchanged', verdict: 'passed', commit: commit('a') });
    expect(actors.world.writes()).toEqual([]);
  });

  it('accepts a stack that CloudFormation itself has put back after a failed deploy', async () => {
    const actors = await staged();
    const { world } = actors;
    world.addCommit('c', { parents: ['b'] });
    world.program = () => ({
      code: 1,
      effect: () => world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' }),
    });
    expect((await deployed(actors, 'c')).outcome).toBe('failed');
    // As the framework does where the template is what the stack has: no update, the status stays.
    world.program = () => ({});
    const kept = await wentBack(actors, { to: 'run-b' });
    expect(kept).toMatchObject({ outcome: 'rolled-back', verdict: 'passed', failure: null });
  });

  it('does not accept such a stack where it is not what it was in the release', async () => {
    const actors = await staged();
    const { world } = actors;
    world.program = () => ({
      effect: () => world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE', outputs: {} }),
    });
    expect(await wentBack(actors)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'CONVOY_NOT_CONFIRMED', message: 'stack backend-dev UPDATE_ROLLBACK_COMPLETE' },
    });
  });
});

describe('going back by alias', () => {
  it('moves the alias back to the version of the release and runs no command', async () => {
    const actors = await staged({ rollback: 'alias' });
    const { world } = actors;
    expect(await alias(world)).toBe('2');
    const before = await world.receipts.release('dev', 'run-a');
    world.programs.requests.length = 0;
    const kept = await wentBack(actors);
    expect(kept).toMatchObject({ outcome: 'rolled-back', verdict: 'passed' });
    expect(kept.contentDigest).toBe(before?.components['backend']?.contentDigest);
    expect(await alias(world)).toBe('1');
    expect(world.programs.requests).toEqual([]);
  });

  it('deploys the earlier tree where more than versions changed: the alias alone would not bring it back', async () => {
    const actors = await staged({ rollback: 'alias' });
    const { world } = actors;
    world.aws.putFunction('backend-api', { runtime: 'python3.13' });
    world.programs.requests.length = 0;
    await wentBack(actors);
    expect(world.programs.requests).toHaveLength(1);
  });

  it('deploys the earlier tree where the version was pruned', async () => {
    const actors = await staged({ rollback: 'alias' });
    const { world } = actors;
    world.aws.removeVersion('backend-api', '1');
    expect((await wentBack(actors)).outcome).toBe('rolled-back');
    expect(await alias(world)).toBe('3');
  });

  it('leaves the next deploy right: the alias follows the new code again', async () => {
    const actors = await staged({ rollback: 'alias' });
    await wentBack(actors);
    const first = await code(actors.world);
    expect((await deployed(actors, 'b', 'run-6')).outcome).toBe('deployed');
    expect(await code(actors.world)).not.toBe(first);
  });
});

describe('going back by stored templates', () => {
  const manifest = manifestWith({ bucket: 'kept' });
  async function templated(): Promise<Actors> {
    const world = new FakeWorld();
    world.aws.putBucket('kept');
    world.sites.site('api.test', () => ({}));
    const put = (letter: string): void => world.aws.putFunction('backend-api', { code: letter });
    world.program = ({ folder }) => ({
      effect: () => {
        const letter = folder.includes(commit('a')) ? 'a' : 'b';
        world.aws.putStack('backend-dev', {
          source: { template: `{"code":"${letter}"}`, parameters: { Size: letter }, tags: { by: letter } },
        });
        put(letter);
      },
    });
    world.aws.onUpdate = (_stack, { template }) => put((JSON.parse(template) as { code: string }).code);
    const component = backend({
      rollback: 'template',
      outputs: {},
      observes: {
        stacks: ['backend-dev'],
        functions: [{ name: 'backend-api', alias: null, layers: [] }],
        layers: [],
      },
    });
    const actors = { world, component, manifest };
    await deployed(actors, 'a');
    await deployed(actors, 'b');
    return actors;
  }

  it('puts back template, parameters and tags: the changed resource is back', async () => {
    const actors = await templated();
    const { world } = actors;
    world.programs.requests.length = 0;
    expect(await wentBack(actors)).toMatchObject({ outcome: 'rolled-back', verdict: 'passed' });
    expect(await world.aws.stackSource('backend-dev')).toMatchObject({
      template: '{"code":"a"}',
      parameters: { Size: 'a' },
      tags: { by: 'a' },
    });
    expect(world.programs.requests).toEqual([]);
  });

  it('keeps the bodies in the bucket and only their place in the ledger', async () => {
    const { world } = await templated();
    expect(JSON.stringify(world.entries())).not.toContain('{\\"code');
    expect(world.entries().at(-2)).toMatchObject({ stored: [{ stack: 'backend-dev', bucket: 'kept' }] });
    expect(world.aws.writes.filter((write) => write.startsWith('keepObject'))).toHaveLength(2);
  });

  it('stops where the stored template is gone from its bucket, and keeps that in its receipt', async () => {
    const actors = await templated();
    const { world } = actors;
    const stored = (await world.receipts.release('dev', 'run-a'))?.components['backend']?.stored[0];
    world.aws.removeObject('kept', stored?.key ?? '');
    expect(await wentBack(actors)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'CONVOY_STORED_STACK_MISSING' },
    });
  });

  it('waits until a stack that is stuck was continued, then puts the template back', async () => {
    const actors = await templated();
    const { world } = actors;
    world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_FAILED' });
    expect(await wentBack(actors)).toMatchObject({ outcome: 'rolled-back' });
    expect(world.aws.writes.slice(-2)).toEqual(['continueRollback backend-dev', 'updateStack backend-dev']);
  });
});

describe('what a rollback refuses', () => {
  it('a component of which a dependent is not back yet, before any effect', async () => {
    const actors = await staged();
    const { world } = actors;
    world.receipts.record('dev', [receipt({ component: 'frontend' })]);
    const back = await orderBack(actors);
    const known = back.target.components['backend'];
    const components = { ...back.target.components, frontend: { ...known!, live: liveState() } };
    world.calls.length = 0;
    await expect(rollback({ ...back, target: { ...back.target, components } }, world)).rejects.toMatchObject({
      code: 'CONVOY_ORDER_DEPENDENT_NOT_BACK',
      message: expect.stringContaining('frontend, which depends on it, is not back yet') as string,
    });
    expect(world.writes()).toEqual([]);
  });

  it('the identity of another account', async () => {
    const actors = await staged();
    jest.spyOn(actors.world.aws, 'account').mockResolvedValue('999999999999');
    await expect(wentBack(actors)).rejects.toMatchObject({ code: 'CONVOY_ACCOUNT_WRONG' });
  });
});

describe('a rollback that does not get through', () => {
  it('stops at the step that failed, keeps its record, and is done by the same command again', async () => {
    const actors = await staged();
    const { world } = actors;
    const works = world.program;
    world.program = () => ({ code: 1, lines: ['no'] });
    const kept = await wentBack(actors);
    expect(kept).toMatchObject({ outcome: 'failed', verdict: null, target: 'run-a' });
    expect(kept.failure?.remedy).toContain('npx nx run-many -t rollback --configuration=dev');
    expect((await world.receipts.read('dev')).rollback).toMatchObject({ target: 'run-a' });
    world.program = works;
    expect(await wentBack(actors, { run: 'run-6' })).toMatchObject({ outcome: 'rolled-back' });
    expect(await closed(actors, { run: 'run-6', target: 'run-a' }, 'b')).toBe(false);
    expect(world.entries().at(-1)).toMatchObject({ what: { kind: 'rolled-back', target: 'run-a' } });
  });

  it('is resumed after it was killed in the middle: what is live is looked at first', async () => {
    const actors = await staged();
    const { world } = actors;
    const works = world.program;
    const death = new TypeError('killed');
    world.program = (request) => ({
      effect: async () => {
        await works(request)?.effect?.(request);
        throw death;
      },
    });
    await expect(wentBack(actors)).rejects.toBe(death);
    expect((await world.receipts.read('dev')).components['backend']?.started).toMatchObject({
      verb: 'rollback',
    });
    world.program = works;
    const kept = await wentBack(actors, { run: 'run-6' });
    expect(kept).toMatchObject({ outcome: 'rolled-back', verdict: 'passed' });
    expect((await world.receipts.read('dev')).components['backend']?.started).toBeNull();
  });

  it('is recorded as interrupted where somebody stopped it, and starts nothing more', async () => {
    const actors = await staged({ deploy: [command('one'), command('two')] });
    const { world } = actors;
    world.program = () => ({ effect: () => world.interrupt() });
    world.programs.requests.length = 0;
    expect(await wentBack(actors)).toMatchObject({ outcome: 'interrupted', verdict: null });
    expect(world.programs.requests).toHaveLength(1);
    expect(world.entries().at(-1)).toMatchObject({ outcome: 'interrupted' });
  });

  it('does not pass where the checks of the release do not pass any more', async () => {
    const actors = await staged();
    actors.world.sites.site('api.test', () => ({ status: 500 }));
    expect(await wentBack(actors)).toMatchObject({
      outcome: 'failed',
      verdict: 'failed',
      failure: { code: 'CONVOY_NOT_VERIFIED' },
    });
  });
});

describe('what is held after going back', () => {
  it.each([
    ['an environment that is promoted into', { promotesFrom: 'preprod' }],
    ['a protected environment', { protected: true }],
  ])('is the tree that was pinned, in %s', async (_which, change) => {
    const actors = await staged({}, manifestWith(change));
    await wentBack(actors);
    expect((await actors.world.receipts.read('dev')).hold).toMatchObject({
      run: 'run-5',
      trees: { backend: tree('b') },
    });
  });

  it('is not a pin that has moved on since: the fix is free', async () => {
    const manifest = manifestWith({ protected: true });
    const actors = await staged({}, manifest);
    const { world } = actors;
    const back = await orderBack(actors);
    await rollback({ ...back, holds: { pinned: tree('d') } }, world);
    expect((await world.receipts.read('dev')).hold).toMatchObject({ trees: { backend: tree('b') } });
  });

  it('is nothing elsewhere', async () => {
    const actors = await staged();
    await wentBack(actors);
    expect((await actors.world.receipts.read('dev')).hold).toBeNull();
  });
});

it('goes further back with the next rollback, not forward again', async () => {
  const actors = await staged();
  const { world } = actors;
  world.addCommit('c', { parents: ['b'] });
  await deployed(actors, 'c');
  await wentBack(actors, { to: 'run-b' });
  await closed(actors, { run: 'run-5', target: 'run-b' }, 'c');
  expect((await world.receipts.read('dev')).releases.map(({ run }) => run)).toEqual(['run-a', 'run-b']);
  expect(await wentBack(actors, { to: 'run-a', run: 'run-6' })).toMatchObject({ commit: commit('a') });
});

it('is shown by a plan without a lock, a write or a wait', async () => {
  const actors = await staged();
  const { world } = actors;
  const back = await orderBack(actors);
  world.aws.putStack('backend-dev', { status: 'UPDATE_IN_PROGRESS' });
  world.calls.length = 0;
  const { plan } = await previewRollback(back, await world.receipts.read('dev'), world, 'now');
  expect(plan).toMatchObject({ type: 'work', reasons: ['back to aaaaaaa'] });
  expect(world.writes()).toEqual([]);
  expect(world.calls).not.toContain('locks.attempt');
});
