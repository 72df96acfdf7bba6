import { backend, command, ordered, outcomes, stage } from '../../tests/fakes/backend-stage';
import { FakeLeaseStamps } from '../../tests/fakes/fake-lease-stamps';
import { commit, failedReceipt, receipt, started, tree } from '../../tests/fakes/values';
import { deploy } from './deploy';

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
    world.receipts.record('dev', [started()]);
    await deploy(ordered(), world);
    expect((await world.receipts.read('dev')).components['backend']).toMatchObject({
      started: null,
      verified: { run: 'run-9' },
    });
  });

  it('is done again after a failed one', async () => {
    const world = await stage();
    world.receipts.record('dev', [receipt(), failedReceipt()]);
    expect(await deploy(ordered(), world)).toMatchObject({
      outcome: 'deployed',
      from: { commit: commit('b'), tree: tree('b') },
    });
  });

  it('does not need the commit that was live before, whose branch may be gone', async () => {
    const world = await stage();
    world.receipts.record('dev', [receipt({ commit: commit('e'), tree: tree('e') })]);
    expect((await deploy(ordered(), world)).outcome).toBe('deployed');
  });
});

describe('a command that returns before its stack has come to rest', () => {
  const putBack = { status: 'UPDATE_ROLLBACK_IN_PROGRESS', then: 'UPDATE_ROLLBACK_COMPLETE' };

  it('keeps the lock until the stack has been put back: the next command does not run into it', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    world.time.advance(60_000);
    const until = new Date(Date.parse(world.time.now()) + 10 * 60_000).toISOString();
    world.program = () => ({
      code: 1,
      effect: () => world.aws.changeStack('backend-dev', { ...putBack, until }),
    });
    const component = backend({ declaration: 'declaration-2' });
    const kept = await deploy(ordered({ component, run: 'run-10' }), world);
    expect(kept).toMatchObject({ outcome: 'failed', failure: { code: 'CONVOY_STEP_FAILED' } });
    expect(Date.parse(kept.finishedAt)).toBeGreaterThanOrEqual(Date.parse(until));
  });

  it('is waited for by the next same command where somebody had stopped the run', async () => {
    const world = await stage();
    await deploy(ordered(), world);
    const works = world.program;
    world.receipts.record('dev', [
      failedReceipt({
        outcome: 'interrupted',
        failure: null,
        startedAt: world.time.now(),
        finishedAt: world.time.now(),
      }),
    ]);
    world.aws.changeStack('backend-dev', { looks: 3 });
    world.program = works;
    expect(await deploy(ordered({ run: 'run-10' }), world)).toMatchObject({
      outcome: 'deployed',
      verdict: 'passed',
    });
    expect(world.lines).toContain('backend: waiting for what we began there');
  });

  it('says what the command said where the provider does not answer', async () => {
    const world = await stage();
    world.program = () => ({
      code: 1,
      lines: ['no key'],
      effect: () => world.aws.fail('function', new Error('x')),
    });
    expect((await deploy(ordered(), world)).failure?.message).toBe('exit code 1\nno key');
  });
});

it('goes on from another machine: nothing that a resume needs is only local', async () => {
  const world = await stage();
  const death = new TypeError('killed');
  const works = world.program;
  world.program = () => ({
    effect: () => {
      throw death;
    },
  });
  await expect(deploy(ordered(), world)).rejects.toBe(death);
  // The other machine: no artefacts, no stamps, another process; it waits for the lease of the dead run.
  world.disk.remove('/workspace');
  world.flags = { ...world.flags, waitForLock: 120 };
  world.lease = world.leaseOf('run-10', new FakeLeaseStamps(() => world.time.now()));
  world.program = works;
  await world.makePrepared();
  expect(await deploy(ordered({ run: 'run-10' }), world)).toMatchObject({
    outcome: 'deployed',
    verdict: 'passed',
  });
  expect(outcomes(world)).toEqual(['started', 'started', 'deployed']);
});
