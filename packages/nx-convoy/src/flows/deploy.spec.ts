import { FakeWorld, order } from '../../tests/fakes/fake-world';
import {
  commit,
  failedReceipt,
  pin,
  receipt,
  resolvedComponent,
  started,
  tree,
} from '../../tests/fakes/values';
import { fingerprintOf } from '../decide/fingerprint';
import type { Check, ResolvedComponent } from '../model/resolved-component';
import { ledgerEntrySchema } from '../model/receipt';
import { deploy } from './deploy';
import type { Order } from './order';
import { readLive } from './read-live';

const health: Check = {
  kind: 'http',
  url: 'https://api.test/health',
  method: 'GET',
  status: 200,
  bearer: null,
  json: null,
  contains: null,
  version: null,
};
const command = (...argv: string[]) => ({ argv, in: 'service', timeoutSeconds: 60 });

function backend(change: Partial<ResolvedComponent> = {}): ResolvedComponent {
  return resolvedComponent({
    deploy: [command('serverless', 'deploy')],
    observes: {
      stacks: ['backend-dev'],
      functions: [{ name: 'backend-api', alias: 'live', layers: [] }],
      layers: [],
    },
    checks: [health],
    outputs: { endpoint: { stack: 'backend-dev', output: 'Endpoint' } },
    ...change,
  });
}

/** A world in which the component's command makes its stack and function, and its site answers. */
async function stage(): Promise<FakeWorld> {
  const world = new FakeWorld();
  await world.makePrepared();
  world.program = () => ({
    lines: ['deploying', 'done'],
    effect: () => {
      world.aws.putStack('backend-dev', { outputs: { Endpoint: 'https://api.test' } });
      world.aws.putFunction('backend-api', { code: 'b' });
    },
  });
  world.sites.site('api.test', () => ({ body: '{"status":"ok"}' }));
  return world;
}

const ordered = (change: Partial<Order> = {}): Order => order({ component: backend(), ...change });
const outcomes = (world: FakeWorld): string[] =>
  world.entries().map((entry) => (entry.type === 'started' ? 'started' : entry.outcome));

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

  it('is deployed again when somebody changed it', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    world.aws.putFunction('backend-api', { code: 'by hand' });
    await deploy(ordered({ run: 'run-10' }), world);
    expect(outcomes(world)).toEqual(['started', 'deployed', 'started', 'deployed']);
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

describe('a deploy whose step fails', () => {
  const two = backend({ deploy: [command('one'), command('two')] });

  it('stops there, and its receipt says what the command said', async () => {
    const world = await stage();
    world.program = ({ command: { argv } }) => ({ code: argv[0] === 'one' ? 2 : 0, lines: ['no such key'] });
    const kept = await deploy(ordered({ component: two }), world);
    expect(world.programs.requests).toHaveLength(1);
    expect(world.aws.writes).toEqual([]);
    expect(outcomes(world)).toEqual(['started', 'failed']);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: null,
      fingerprint: null,
      after: null,
      failure: { code: 'CONVOY_STEP_FAILED', step: 'one', message: 'exit code 2\nno such key' },
    });
    expect(kept.failure?.remedy).toContain('npx nx run-many -t deploy --configuration=dev');
  });

  it('says the first cause of a stack that was rolled back, not its last', async () => {
    const world = await stage();
    world.time.advance(60_000);
    world.program = () => ({
      code: 1,
      effect: () => {
        world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' });
        const event = (resource: string, status: string, reason: string): void =>
          world.aws.putStackEvent('backend-dev', { resource, status, reason });
        event('Role', 'CREATE_FAILED', 'Resource creation cancelled');
        event('Table', 'UPDATE_FAILED', 'Cannot update more than one index');
        event('Role', 'UPDATE_FAILED', 'Consequence of it');
        event('backend-dev', 'UPDATE_ROLLBACK_COMPLETE', '');
      },
    });
    const { failure } = await deploy(ordered(), world);
    expect(failure?.message).toBe(
      'stack backend-dev UPDATE_ROLLBACK_COMPLETE\n' +
        'first cause  Table  UPDATE_FAILED  Cannot update more than one index  (2026-03-02T12:01:00.000Z)',
    );
  });

  it.each([
    ['has no program', () => null, 'spawn serverless ENOENT'],
    [
      'hangs',
      () => ({ hangs: 'to the limit' as const, lines: ['waiting'] }),
      'did not end within 60 s\nwaiting',
    ],
  ])('is told when the command %s', async (_what, program, message) => {
    const world = await stage();
    world.program = program;
    expect((await deploy(ordered(), world)).failure).toMatchObject({ code: 'CONVOY_STEP_FAILED', message });
  });

  it('keeps what the command said where the provider does not say why', async () => {
    const world = await stage();
    world.program = () => ({
      code: 1,
      lines: ['no route'],
      effect: () => world.aws.fail('stack', new Error('x')),
    });
    expect((await deploy(ordered(), world)).failure?.message).toBe('exit code 1\nno route');
  });

  it('is told when the provider fails in the middle', async () => {
    const world = await stage();
    const program = world.program;
    world.program = (request) => {
      world.aws.fail('publishVersion', new Error('throttled'));
      return program(request);
    };
    const kept = await deploy(ordered(), world);
    expect(outcomes(world)).toEqual(['started', 'failed']);
    expect(kept.failure).toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      step: 'callers use backend-api:live',
      message: expect.stringContaining('throttled') as string,
    });
  });

  it('leaves the attempt open for a bug of ours, which is thrown on', async () => {
    const world = await stage();
    const bug = new TypeError('a bug');
    world.program = () => ({
      effect: () => {
        throw bug;
      },
    });
    await expect(deploy(ordered(), world)).rejects.toBe(bug);
    expect(outcomes(world)).toEqual(['started']);
  });
});

describe('a deploy after a bad end', () => {
  it('is done again after an attempt that was killed', async () => {
    const world = await stage();
    await world.receipts.append('dev', [started()]);
    await deploy(ordered(), world);
    expect((await world.receipts.read('dev')).components['backend']).toMatchObject({
      started: null,
      verified: { run: 'run-9' },
    });
  });

  it('is done again after a failed one', async () => {
    const world = await stage();
    await world.receipts.append('dev', [receipt(), failedReceipt()]);
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'deployed',
      from: { commit: commit('b'), tree: tree('b') },
    });
  });

  it('does not need the commit that was live before, whose branch may be gone', async () => {
    const world = await stage();
    await world.receipts.append('dev', [receipt({ commit: commit('e'), tree: tree('e') })]);
    expect((await deploy(ordered(), world)).outcome).toBe('deployed');
  });
});

describe('a deploy that is not confirmed', () => {
  async function rolledBack(): Promise<FakeWorld> {
    const world = await stage();
    world.program = () => ({
      effect: () => {
        world.aws.putFunction('backend-api', { code: 'b' });
        world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' });
        world.aws.putStackEvent('backend-dev', { resource: 'Api', status: 'CREATE_FAILED', reason: 'no' });
      },
    });
    return world;
  }

  it('fails whatever the exit code of its command says, and runs no check', async () => {
    const world = await rolledBack();
    const kept = await deploy(ordered(), world);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: null,
      checks: [],
      failure: {
        code: 'CONVOY_NOT_CONFIRMED',
        message: expect.stringMatching(
          /^stack backend-dev UPDATE_ROLLBACK_COMPLETE\n.*\nfirst cause {2}Api/s,
        ) as string,
      },
    });
    expect(world.calls).not.toContain('web.ask');
  });

  it('has no fingerprint, so that nothing later takes it for verified', async () => {
    const kept = await deploy(ordered(), await rolledBack());
    expect(kept.after).not.toBeNull();
    expect(kept.fingerprint).toBeNull();
  });

  it('is told when the provider cannot be asked', async () => {
    const world = await stage();
    const program = world.program;
    world.program = (request) => {
      const made = program(request);
      return {
        ...made,
        effect: async (asked) => {
          await made?.effect?.(asked);
          world.aws.fail('newestLayerVersion', new Error('throttled'));
        },
      };
    };
    const component = backend({ observes: { stacks: [], functions: [], layers: ['shared'] }, outputs: {} });
    expect((await deploy(ordered({ component }), world)).failure).toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      step: 'confirm with the provider',
    });
  });
});

describe('a deploy that is not verified', () => {
  it('fails when a check fails, after its time', async () => {
    const world = await stage();
    world.sites.site('api.test', () => ({ status: 500, body: 'no database' }));
    const kept = await deploy(ordered(), world);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: 'failed',
      failure: {
        code: 'CONVOY_NOT_VERIFIED',
        step: 'verify',
        message: 'failed: GET https://api.test/health → 200: HTTP/2 500 in 1 ms, not 200: no database',
      },
      summary: 'verify',
    });
    expect(kept.after).not.toBeNull();
    expect(Date.parse(kept.finishedAt) - Date.parse(kept.startedAt)).toBeGreaterThanOrEqual(29_000);
  });

  it('does not pass when a check could not be asked', async () => {
    const world = await stage();
    world.sites.site('api.test', null);
    expect(await deploy(ordered(), world)).toMatchObject({ outcome: 'failed', verdict: 'inconclusive' });
  });

  it('fails when what it verified is changed meanwhile', async () => {
    const world = await stage();
    world.sites.site('api.test', () => {
      world.aws.putStack('backend-dev', { status: 'UPDATE_ROLLBACK_COMPLETE' });
      return {};
    });
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'failed',
      fingerprint: null,
      failure: { code: 'CONVOY_NOT_CONFIRMED' },
    });
  });
});

describe('a deploy that is interrupted', () => {
  it('before its first step does nothing and says so', async () => {
    const world = await stage();
    world.interrupt();
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'interrupted',
      verdict: null,
      failure: null,
    });
    expect(world.calls).not.toContain('shell.run');
    expect(outcomes(world)).toEqual(['started', 'interrupted']);
  });

  it('during a command starts no other step', async () => {
    const world = await stage();
    world.program = () => ({ effect: () => world.interrupt() });
    expect(await deploy(ordered(), world)).toMatchObject({ outcome: 'interrupted', summary: 'interrupted' });
    expect(world.aws.writes).toEqual([]);
  });

  it('while the provider is busy does not wait for it', async () => {
    const world = await stage();
    world.program = () => ({
      effect: () => world.aws.putStack('backend-dev', { status: 'UPDATE_IN_PROGRESS' }),
    });
    world.time.later(5_000, () => world.interrupt());
    const component = backend({ observes: { stacks: ['backend-dev'], functions: [], layers: [] } });
    const kept = await deploy(ordered({ component }), world);
    expect(kept).toMatchObject({ outcome: 'interrupted', fingerprint: null });
    expect(Date.parse(kept.finishedAt) - Date.parse(kept.startedAt)).toBeLessThan(7_000);
  });

  it('during its checks is not called failed', async () => {
    const world = await stage();
    world.sites.site('api.test', () => ({ status: 500 }));
    world.time.later(5_000, () => world.interrupt());
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'interrupted',
      verdict: null,
      failure: null,
    });
  });
});

it('waits until the stack is at rest, then confirms it', async () => {
  const world = await stage();
  world.program = () => ({
    effect: () => {
      world.aws.putStack('backend-dev', { status: 'UPDATE_IN_PROGRESS' });
      world.aws.putFunction('backend-api', { code: 'b' });
      world.time.later(90_000, () => world.aws.putStack('backend-dev', { status: 'UPDATE_COMPLETE' }));
    },
  });
  const kept = await deploy(ordered(), world);
  expect(kept.outcome).toBe('deployed');
  expect(Date.parse(kept.finishedAt) - Date.parse(kept.startedAt)).toBeGreaterThanOrEqual(90_000);
});

it('fills in what other components yielded', async () => {
  const world = await stage();
  const database = receipt({ component: 'database', outputs: { layer: 'arn:layer:7' } });
  await world.receipts.append('dev', [database]);
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
