import { backend, command, health, ordered, outcomes, stage } from '../../tests/fakes/backend-stage';
import { FakeWorld } from '../../tests/fakes/fake-world';
import { commit, pin, receipt, tree } from '../../tests/fakes/values';
import { fingerprintOf } from '../decide/fingerprint';
import { NO_FLAGS } from '../model/run-flags';
import { ledgerEntrySchema } from '../model/receipt';
import { deploy } from './deploy';
import type { Order } from './order';
import { readLive } from './read-live';

describe('a first deploy', () => {
  it('says in the ledger that it begins before its first effect, and how it ended after its last', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    const told = ['web.ask', ...world.writes()];
    expect(world.calls.filter((call) => told.includes(call))).toEqual([
      'ledger.append',
      'shell.run',
      'cloud.publishVersion',
      'cloud.moveAlias',
      'web.ask',
      'ledger.append',
    ]);
    expect(outcomes(world)).toEqual(['started', 'deployed']);
    for (const entry of world.entries()) expect(ledgerEntrySchema.parse(entry)).toEqual(entry);
  });

  it('keeps in its receipt what was before, what is live now, and how it was verified', async () => {
    const world = await stage();
    const kept = await deploy(ordered(), world);
    const live = await readLive(backend(), pin(), world);
    expect(kept).toMatchObject({
      verb: 'deploy',
      outcome: 'deployed',
      verdict: 'passed',
      run: 'run-9',
      who: 'somebody@somewhere',
      world: 'sandbox',
      commit: commit('b'),
      tree: tree('b'),
      declaration: 'declaration-1',
      coordinationCommit: commit('9'),
      from: null,
      fingerprint: fingerprintOf(live),
      after: live,
      outputs: { endpoint: 'https://api.test' },
      delivered: [{ commit: commit('b'), at: '2026-01-01T00:00:00.000Z' }],
      failure: null,
      summary: 'stack CREATE_COMPLETE, live → 1, 1 check passed',
    });
    expect(kept.checks).toMatchObject([{ name: 'GET https://api.test/health → 200', verdict: 'passed' }]);
    expect(world.entries()[0]).toMatchObject({
      type: 'started',
      before: { stacks: [{ status: 'ABSENT' }], functions: [{ state: 'Absent' }] },
      steps: ['serverless deploy', 'callers use backend-api:live'],
    });
  });

  it('runs the command in its prepared worktree, with the environment of a deploy, and shows what it says', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    expect(world.programs.requests).toMatchObject([
      {
        folder: `${world.workshop.folder('backend', commit('b'))}/service`,
        environment: { PURPOSE: 'deploy' },
      },
    ]);
    expect(world.lines).toEqual(['deploying', 'done', 'backend-api: live → 1']);
  });
});

describe('a converged component', () => {
  it('is left alone: nothing is written anywhere', async () => {
    const world = await stage();
    const first = await deploy(ordered(), world);
    world.calls.length = 0;
    const second = await deploy(ordered({ run: 'run-10' }), world);
    expect(world.writes()).toEqual([]);
    expect(world.calls).not.toContain('cloud.invoke');
    expect(second).toMatchObject({
      outcome: 'unchanged',
      verdict: 'passed',
      summary: `unchanged, verified ${first.finishedAt.replace('.000', '')} by run run-9`,
    });
  });

  it('is deployed over what somebody changed by hand only by a person’s word, which is kept', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    world.aws.putFunction('backend-api', { code: 'by hand' });
    await expect(deploy(ordered({ run: 'run-10' }), world)).rejects.toMatchObject({ code: 'CONVOY_DRIFTED' });
    expect(outcomes(world)).toEqual(['started', 'deployed']);
    world.flags = { ...NO_FLAGS, overwriteDrift: true, reason: 'ticket 4711' };
    await deploy(ordered({ run: 'run-10' }), world);
    expect(outcomes(world)).toEqual(['started', 'deployed', 'started', 'deployed']);
    expect(world.entries().at(-1)).toMatchObject({
      overrides: [{ flag: 'overwrite-drift', reason: 'ticket 4711' }],
    });
  });

  it('names the commit that is pinned now, where only its history differs', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    world.addCommit('c', { tree: 'b', parents: ['b'] });
    const again = await deploy(ordered({ pin: pin('b', { commit: commit('c') }) }), world);
    expect(again).toMatchObject({ outcome: 'unchanged', commit: commit('c') });
  });
});

describe('a deploy that is refused before any effect', () => {
  async function refused(world: FakeWorld, change: Partial<Order> = {}): Promise<unknown> {
    const code: unknown = await deploy(ordered(change), world).then(
      () => 'not refused',
      (error: unknown) => (error as { code?: string }).code,
    );
    expect(world.writes()).toEqual([]);
    return code;
  }

  it('names the identity of another account', async () => {
    const world = new FakeWorld('999999999999');
    expect(await refused(world)).toBe('CONVOY_ACCOUNT_WRONG');
  });

  it('names a pin whose tree is not that of its commit', async () => {
    expect(await refused(await stage(), { pin: pin('b', { tree: tree('c') }) })).toBe('CONVOY_PIN_STALE');
  });

  it('names a commit that its repository does not have', async () => {
    expect(await refused(await stage(), { pin: pin('f') })).toBe('CONVOY_COMMIT_NOT_FOUND');
  });

  it('names what is not prepared', async () => {
    const world = await stage();
    world.addCommit('c', { parents: ['b'] });
    expect(await refused(world, { pin: pin('c') })).toBe('CONVOY_PREPARE_MISSING');
  });

  it('names the dependency that is not verified at its pin', async () => {
    const dependencies = [{ name: 'database', pin: pin('a') }];
    expect(await refused(await stage(), { dependencies })).toBe('CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED');
  });
});

it('fills in what other components yielded', async () => {
  const world = await stage();
  const database = receipt({ component: 'database', outputs: { layer: 'arn:layer:7' } });
  world.receipts.record('dev', [database]);
  const component = backend({ deploy: [command('deploy', '--layer', '{outputs.database.layer}')] });
  await deploy(ordered({ component }), world);
  expect(world.programs.requests[0]?.command.argv).toEqual(['deploy', '--layer', 'arn:layer:7']);
});

it('asks its checks with what it has just yielded itself', async () => {
  const world = await stage();
  const component = backend({ checks: [{ ...health, url: '{outputs.backend.endpoint}/health' }] });
  const kept = await deploy(ordered({ component }), world);
  expect(kept.verdict).toBe('passed');
  expect(world.sites.requests[0]?.url).toBe('https://api.test/health');
});

it('acts in the region of the component alone', async () => {
  const component = backend({ region: 'eu-west-1' });
  await expect(deploy(ordered({ component }), await stage())).rejects.toThrow('nothing lives in eu-west-1');
});

it('has no effect where the ledger cannot be written', async () => {
  const world = await stage();
  jest.spyOn(world.receipts, 'append').mockRejectedValue(new Error('no route'));
  await expect(deploy(ordered(), world)).rejects.toThrow('no route');
  expect(world.writes()).toEqual(['ledger.append']);
});
