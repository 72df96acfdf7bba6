import { FakeLedger } from '../../tests/fakes/fake-ledger';
import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../tests/fakes/rollback-stage';
import { commit, pin, receipt, started, tree } from '../../tests/fakes/values';
import { hold, release, releasedComponent } from '../../tests/fakes/values-of-release';
import { lockHolder } from '../../tests/fakes/values-of-lock';
import { running, stagedWorkspace, type StagedWorkspace } from '../../tests/fakes/workspace-stage';
import { concernedTargets, namedComponents } from '../decide/concerns';
import { readInvocation } from '../decide/read-invocation';
import { ledgerUnreachable } from '../model/errors';
import type { EnvironmentDeclaration, Manifest } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import { NO_FLAGS, type RunFlags } from '../model/run-flags';
import { openRun } from './open-run';

const names = ['database', 'backend', 'frontend'];
let staged: StagedWorkspace;
/** What was announced to Nx, by component. */
const keys = new Map<string, string>();
beforeEach(() => {
  keys.clear();
  staged = stagedWorkspace();
});
afterEach(() => staged.remove());

const verified = (component: string, letter = 'b') =>
  receipt({ component, commit: commit(letter), tree: tree(letter) });
/** What the manifest of the fakes declares has digests of its own. */
async function opened(
  line: string,
  world = new FakeWorld(),
  {
    flags = {},
    declaration = {},
    run = {},
  }: {
    flags?: Partial<RunFlags>;
    declaration?: Partial<EnvironmentDeclaration>;
    run?: Partial<RunContext>;
  } = {},
): Promise<RunContext> {
  const invocation = readInvocation(['node', 'nx', ...line.split(' ')]);
  if (invocation === null) throw new TypeError('no invocation');
  const workspace = { root: staged.root, manifest: observing(manifestWith(declaration)) };
  const all = { ...NO_FLAGS, ...flags };
  world.flags = all;
  const context = runContext({ flags: all, named: namedComponents(invocation, names), ...run });
  const targets = concernedTargets(invocation, names);
  const knowsRevision = async (revision: string): Promise<boolean> => revision === 'known';
  const announceLive = (component: string, key: string): void => void keys.set(component, key);
  const opening = { workspace, run: context, invocation, targets, isForced: invocation.skipsCache };
  return openRun(opening, running(world, { knowsRevision, announceLive }));
}
/** The backend has a stack to look at. */
function observing(manifest: Manifest): Manifest {
  const observed = structuredClone(manifest);
  for (const repo of Object.values(observed.repos))
    for (const [name, component] of Object.entries(repo.components))
      if (name === 'backend') component.observes = { stacks: ['backend-dev'] };
  return observed;
}
const isHeld = (world: FakeWorld): boolean => world.records.locks.has('dev');

describe('the base of affected', () => {
  it('is an error where nobody knows it, never “nothing affected”', async () => {
    const world = new FakeWorld();
    await expect(opened('affected -t deploy -c dev --base=unknown', world)).rejects.toMatchObject({
      code: 'CONVOY_BASE_UNKNOWN',
    });
    expect(world.calls).toEqual([]);
  });

  it('is fine where it is known, and is not asked for where nothing is compared', async () => {
    await expect(opened('affected -t deploy -c dev --base=known')).resolves.toBeDefined();
    await expect(opened('run-many -t deploy -c dev')).resolves.toBeDefined();
  });
});

describe('the lock', () => {
  it.each(['plan', 'status'])('is not taken by a run that only looks: %s', async (target) => {
    const world = new FakeWorld();
    await opened(`run-many -t ${target} -c dev`, world);
    expect(isHeld(world)).toBe(false);
  });

  it('is taken where there is work, and the tasks are told on which state of the ledger they were judged', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', [verified('database')]);
    const run = await opened('run-many -t deploy -c dev', world);
    expect(isHeld(world)).toBe(true);
    expect(run.ledger).toBe(await world.receipts.head('dev'));
  });

  it('held by another run is told with who, before anything is prepared', async () => {
    const world = new FakeWorld();
    world.records.locks.set('dev', lockHolder());
    await expect(opened('run-many -t deploy -c dev', world)).rejects.toMatchObject({
      code: 'CONVOY_LOCK_HELD',
      message: expect.stringContaining('user@host (run 81c2') as string,
    });
    expect(world.writes()).toEqual([]);
  });

  it('of dev does not keep anybody from preprod', async () => {
    const world = new FakeWorld();
    world.records.locks.set('preprod', lockHolder());
    await expect(opened('run-many -t deploy -c dev', world)).resolves.toBeDefined();
  });

  it('is freed at once where the run is refused after it was taken', async () => {
    const world = new FakeWorld();
    await world.late.keep('dev', [receipt({ run: 'dead' })]);
    const append = jest.spyOn(world.receipts, 'append').mockImplementation(async () => {
      world.records.away = true;
      try {
        world.records.reach();
      } finally {
        world.records.away = false;
      }
      throw new TypeError('not reached');
    });
    await expect(opened('run-many -t deploy -c dev', world)).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_UNREACHABLE',
    });
    append.mockRestore();
    expect(isHeld(world)).toBe(false);
  });
});

it('delivers what an earlier run could not, before anything is decided', async () => {
  const world = new FakeWorld();
  world.receipts.record('dev', [started({ run: 'dead', startedAt: '2026-03-01T10:00:00.000Z' })]);
  await world.late.keep('dev', [receipt({ run: 'dead' })]);
  await opened('run-many -t deploy -c dev', world);
  expect(world.entries().at(-1)).toMatchObject({ run: 'dead', late: true });
  expect((await world.receipts.read('dev')).components['backend']).toMatchObject({ started: null });
});

it('judges again under the lock where somebody wrote while it was waited for', async () => {
  const world = new FakeWorld();
  world.receipts.record('dev', [verified('database')]);
  const take = world.lease.take.bind(world.lease);
  jest.spyOn(world.lease, 'take').mockImplementation(async (environment, verb) => {
    const token = await take(environment, verb);
    const newer = receipt({
      component: 'database',
      run: 'other',
      coordinationCommit: 'f'.repeat(40),
      finishedAt: '2026-03-02T11:00:00.000Z',
    });
    new FakeLedger(world.records).record('dev', [newer]);
    return token;
  });
  await expect(opened('run-many -t deploy -c dev', world)).rejects.toMatchObject({
    code: 'CONVOY_CLONE_STALE',
  });
  expect(isHeld(world)).toBe(false);
});

describe('a hold', () => {
  async function held(declaration: Partial<EnvironmentDeclaration>, flags: Partial<RunFlags> = {}) {
    const world = new FakeWorld();
    const trees = { backend: tree('b') };
    const state = world.receipts.record('dev', [verified('backend', 'a')]);
    world.records.write('dev', [], { ...state, hold: hold({ trees }) });
    await opened('run-many -t deploy -c dev', world, { declaration, flags });
    return world;
  }

  it('stands in an environment that is promoted into: the deploy after a rollback is refused', async () => {
    await expect(held({ promotesFrom: 'preprod' })).rejects.toMatchObject({ code: 'CONVOY_HELD' });
  });

  it('is released by a deploy where local checkouts are allowed, which is told and recorded', async () => {
    const world = await held({ allowSource: true });
    expect(world.output.text()).toContain('dev is for trying, so it is released');
    expect(world.entries().at(-1)).toMatchObject({ what: { kind: 'hold-released' } });
    expect((await world.receipts.read('dev')).hold).toBeNull();
  });

  it('is released with a reason, which is recorded', async () => {
    const world = await held(
      { promotesFrom: 'prod', gate: 'tree' },
      { releaseHold: true, reason: 'mended', hotfix: true },
    );
    expect(world.entries().at(-1)).toMatchObject({
      what: { kind: 'hold-released', reason: expect.stringContaining('mended') as string },
    });
  });
});

describe('a rollback', () => {
  const known = [
    release({ components: Object.fromEntries(names.map((name) => [name, releasedComponent()])) }),
    ...names.map((name) => verified(name)),
  ];

  it('tells its tasks which release they go back to, under the lock', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', known);
    expect(await opened('run-many -t rollback -c dev', world)).toMatchObject({ target: 'run-0' });
    expect(isHeld(world)).toBe(true);
  });

  it('is refused after a first deploy, and takes no lock', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', known.slice(1));
    await expect(opened('run-many -t rollback -c dev', world)).rejects.toMatchObject({
      code: 'CONVOY_NO_RELEASE',
    });
    expect(isHeld(world)).toBe(false);
  });

  it('of a protected environment is confirmed', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', known);
    await expect(
      opened('run-many -t rollback -c dev', world, { declaration: { protected: true } }),
    ).rejects.toMatchObject({ code: 'CONVOY_CONFIRM_MISSING' });
  });

  it('is not kept from going back by a hold, a gate or a pin that was not committed', async () => {
    const world = new FakeWorld();
    const state = world.receipts.record('dev', known);
    world.records.write('dev', [], { ...state, hold: hold() });
    world.home.write('repos.json', 'edited');
    await expect(
      opened('run-many -t rollback -c dev', world, { declaration: { promotesFrom: 'preprod' } }),
    ).resolves.toMatchObject({ target: 'run-0' });
  });
});

describe('a verification', () => {
  const passes = names.map((name) => verified(name));
  const series = { database: 'run-1', backend: 'run-1', frontend: 'run-1' };

  async function verifying(line: string, prepare: (world: FakeWorld) => void = () => undefined) {
    const world = new FakeWorld();
    world.receipts.record('dev', passes);
    prepare(world);
    const run = await opened(line, world);
    return { world, run, keys: Object.fromEntries(keys) };
  }

  it('tells Nx of each component what it would be about, all at once, without the lock', async () => {
    const { world, run, keys } = await verifying('run-many -t verify -c dev');
    expect(Object.keys(keys)).toEqual(names);
    for (const name of names) expect(keys[name]).toMatch(/^run-1:[0-9a-f]{64}$/);
    expect(run.series).toEqual(series);
    expect(isHeld(world)).toBe(false);
    expect(world.writes()).toEqual([]);
  });

  it('is about the same while nothing changes, and about something else when the live state does', async () => {
    const stack = (updatedAt: string) => (world: FakeWorld) =>
      world.aws.putStack('backend-dev', { updatedAt });
    const { keys: first } = await verifying('run-many -t verify -c dev', stack('noon'));
    expect((await verifying('run-many -t verify -c dev', stack('noon'))).keys).toEqual(first);
    const { keys: moved } = await verifying('run-many -t verify -c dev', stack('later'));
    expect(names.filter((name) => moved[name] !== first[name])).toEqual(['backend']);
  });

  it.each([
    'run-many -t verify -c dev --skip-nx-cache',
    'run-many -t deploy verify -c dev',
    'run-many -t rollback verify -c dev',
  ])('replays nothing: nx %s', async (line) => {
    const released = (world: FakeWorld): void => {
      const components = Object.fromEntries(names.map((name) => [name, releasedComponent()]));
      world.receipts.record('dev', [release({ components }), ...passes]);
    };
    const { run, keys } = await verifying(line, released);
    expect(run.series).toEqual(Object.fromEntries(names.map((name) => [name, run.run])));
    for (const name of names) expect(keys[name]).toBe(`${run.run}:unseen`);
  });

  it('that must look again takes the lock at once', async () => {
    const { world } = await verifying('run-many -t verify -c dev --skip-nx-cache');
    expect(isHeld(world)).toBe(true);
  });

  it('of one component asks for nothing else', async () => {
    const { keys } = await verifying('verify backend -c dev');
    expect(Object.keys(keys)).toEqual(['backend']);
  });

  it('of what cannot be read replays nothing, and leaves it to the check to say why', async () => {
    const { run, keys } = await verifying('verify backend -c dev', (world) => {
      jest.spyOn(world.aws, 'stack').mockRejectedValue(ledgerUnreachable('AWS', 'no answer'));
    });
    expect(keys).toEqual({ backend: `${run.run}:unseen` });
  });
});

it('judges only what a single component brings along', async () => {
  const world = new FakeWorld();
  world.home.write('components/frontend/pins/dev.json', 'edited');
  await expect(opened('deploy backend -c dev', world)).resolves.toBeDefined();
  await expect(opened('deploy frontend -c dev', new FakeWorld())).resolves.toBeDefined();
  const again = new FakeWorld();
  again.home.write('components/database/pins/dev.json', 'edited');
  await expect(opened('deploy backend -c dev', again)).rejects.toMatchObject({
    code: 'CONVOY_PINS_UNCOMMITTED',
  });
});

it('takes a local checkout once, for all tasks of the run', async () => {
  const world = new FakeWorld();
  const path = `${staged.root}/checkout`;
  world.sources.checkouts.set(path, { repo: 'backend-repo', head: commit('b'), files: null });
  const flags = { source: 'checkout' };
  const run = await opened('deploy backend -c dev', world, { flags, declaration: { allowSource: true } });
  expect(run.source).toMatchObject({ component: 'backend', dirty: false, pin: pin('b', { ref: 'source' }) });
  expect(isHeld(world)).toBe(true);
});

it('says what everybody must know who looks at the environment', async () => {
  const world = new FakeWorld();
  world.receipts.record('dev', [verified('retired')]);
  await opened('run-many -t plan -c dev', world);
  expect(world.output.text()).toContain('retired is orphaned');
});
