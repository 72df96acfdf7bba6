import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith } from '../../tests/fakes/rollback-stage';
import {
  account,
  commit,
  failedReceipt,
  ledgerState,
  pin,
  receipt,
  record,
  region,
  resolvedComponent,
  tree,
} from '../../tests/fakes/values';
import { hold } from '../../tests/fakes/values-of-release';
import type { EnvironmentDeclaration } from '../model/manifest';
import { pinPath } from '../model/pin';
import { NO_FLAGS, type RunFlags } from '../model/run-flags';
import { guardRollback, guardRun, type RunScene } from './guard-run';

const component = resolvedComponent();
const older = receipt({ commit: commit('a'), tree: tree('a') });
/** One component, verified at `a`, pinned to `b`: there is work. */
function scene(declaration: Partial<EnvironmentDeclaration> = {}, change: Partial<RunScene> = {}): RunScene {
  const pinned = [{ component, pin: pin() }];
  return {
    environment: 'dev',
    declaration: { account, region, ...declaration },
    manifest: manifestWith(declaration),
    state: ledgerState({ backend: record({ last: older, verified: older }) }),
    concerned: pinned,
    all: pinned,
    earlierPins: {},
    ...change,
  };
}
const settled = ledgerState({ backend: record() });
async function judged(
  asked: RunScene,
  flags: Partial<RunFlags> = {},
  world = new FakeWorld(),
): Promise<unknown> {
  world.flags = { ...NO_FLAGS, ...flags };
  const found: unknown = await guardRun(asked, world).catch(
    (error: unknown) => (error as { code?: string }).code,
  );
  expect(world.writes()).toEqual([]);
  return found;
}

it('lets a run proceed that nothing forbids', async () => {
  expect(await judged(scene())).toBeNull();
});

describe('pins and manifest', () => {
  const path = pinPath('backend', 'dev');
  async function changed(declaration: Partial<EnvironmentDeclaration>): Promise<unknown> {
    const world = new FakeWorld();
    world.home.write(path, 'edited');
    return judged(scene(declaration), {}, world);
  }

  it('are committed, or the run is refused', async () => {
    expect(await changed({})).toBe('CONVOY_PINS_UNCOMMITTED');
  });

  it('may be as they are where local checkouts are allowed', async () => {
    expect(await changed({ allowSource: true })).toBeNull();
  });
});

describe('a protected environment', () => {
  const guarded = { protected: true };
  const confirmed = { confirm: 'dev' };

  it('is confirmed by its name, always', async () => {
    expect(await judged(scene(guarded))).toBe('CONVOY_CONFIRM_MISSING');
    expect(await judged(scene(guarded), confirmed)).toBeNull();
  });

  it('is confirmed also where local checkouts are allowed', async () => {
    expect(await judged(scene({ ...guarded, allowSource: true }))).toBe('CONVOY_CONFIRM_MISSING');
  });

  it('asks nobody anything before it was confirmed', async () => {
    const world = new FakeWorld();
    await judged(scene(guarded), {}, world);
    expect(world.calls).toEqual(['coordination.uncommitted']);
  });

  it('has a ledger that others see', async () => {
    const world = new FakeWorld();
    Object.assign(world.receipts, { isShared: false });
    expect(await judged(scene(guarded), confirmed, world)).toBe('CONVOY_LEDGER_ALONE');
  });

  it('runs only what is on the default branch of the remote: that is the approval', async () => {
    const world = new FakeWorld();
    world.home.commit({ [pinPath('backend', 'dev')]: 'not merged' });
    expect(await judged(scene(guarded), confirmed, world)).toBe('CONVOY_PINS_UNAPPROVED');
    world.home.push();
    expect(await judged(scene(guarded), confirmed, world)).toBeNull();
  });

  it('has a remote whose default branch could approve', async () => {
    const world = new FakeWorld();
    world.home.remotes.clear();
    expect(await judged(scene(guarded), confirmed, world)).toBe('CONVOY_PINS_REMOTE_MISSING');
  });

  it('is confirmed for going back, too, and seen by others', () => {
    const world = new FakeWorld();
    const guard = (
      flags: Partial<RunFlags>,
      declaration: Partial<EnvironmentDeclaration> = guarded,
    ): void => {
      world.flags = { ...NO_FLAGS, ...flags };
      guardRollback(scene(declaration), world);
    };
    const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
    expect(() => guard({})).toThrow(code('CONVOY_CONFIRM_MISSING'));
    expect(() => guard(confirmed)).not.toThrow();
    expect(() => guard({}, {})).not.toThrow();
    Object.assign(world.receipts, { isShared: false });
    expect(() => guard(confirmed)).toThrow(code('CONVOY_LEDGER_ALONE'));
  });
});

describe('windows', () => {
  // The fake clock stands at noon of a Monday, UTC.
  const windows = [{ days: 'Mon-Thu', from: '19:00', to: '23:00', timezone: 'UTC' }];

  it('let no run begin outside of them', async () => {
    expect(await judged(scene({ windows }))).toBe('CONVOY_WINDOW_CLOSED');
    expect(await judged(scene({ windows }), { outsideWindow: true, reason: 'it burns' })).toBeNull();
  });
});

describe('a freeze', () => {
  // The fake clock stands at 2026-03-02.
  const freezes = [{ from: '2026-03-01', to: '2026-03-02', timezone: 'UTC', reason: 'the audit' }];

  it('lets no run begin, whatever the windows say', async () => {
    const windows = [{ days: 'Mon-Sun', from: '00:00', to: '00:00', timezone: 'UTC' }];
    expect(await judged(scene({ freezes, windows }))).toBe('CONVOY_FROZEN');
    expect(await judged(scene({ freezes }), { outsideWindow: true, reason: 'it burns' })).toBeNull();
  });

  it('keeps nobody from going back, and nor does a closed window', () => {
    const windows = [{ days: 'Tue', from: '19:00', to: '23:00', timezone: 'UTC' }];
    expect(() => guardRollback(scene({ freezes, windows }), new FakeWorld())).not.toThrow();
  });
});

describe('a held tree', () => {
  const held = (): RunScene =>
    scene({ promotesFrom: 'preprod' }, { state: { ...scene().state, hold: hold() } });

  it('is refused until a person releases it, who is heard', async () => {
    expect(await judged(held())).toBe('CONVOY_HELD');
    expect(await judged(held(), { releaseHold: true, reason: 'mended' })).toBe(
      'backend was rolled back by run run-5, and its pin is still the same: released by --release-hold',
    );
  });

  it('is released by any deploy where local checkouts are allowed, which says so', async () => {
    const state = { ...scene().state, hold: hold() };
    expect(await judged(scene({ allowSource: true }, { state }))).toContain('dev is for trying');
  });

  it('is nobody’s business in a run that has nothing to do', async () => {
    const state = { ...settled, hold: hold() };
    expect(await judged(scene({ promotesFrom: 'preprod' }, { state }))).toBeNull();
  });
});

describe('a stale clone', () => {
  const unknown = (): RunScene => {
    const verified = receipt({ ...older, coordinationCommit: 'f'.repeat(40) });
    return scene({}, { state: ledgerState({ backend: record({ last: verified, verified }) }) });
  };

  it('is refused where its HEAD does not contain what was last deployed from', async () => {
    expect(await judged(unknown())).toBe('CONVOY_CLONE_STALE');
    expect(await judged(unknown(), { reason: 'on purpose' })).toBeNull();
  });

  it('is judged by the newest of all receipts', async () => {
    const newer = receipt({ coordinationCommit: commit('9'), finishedAt: '2026-03-01T20:00:00.000Z' });
    const { components } = unknown().state;
    const state = ledgerState({ ...components, database: record({ last: newer, verified: newer }) });
    expect(await judged(scene({}, { state }))).toBeNull();
  });

  it('may look at what it finds converged', async () => {
    const verified = receipt({ coordinationCommit: 'f'.repeat(40) });
    const state = ledgerState({ backend: record({ last: verified, verified }) });
    expect(await judged(scene({}, { state }))).toBeNull();
  });
});

describe('the branch of the environment', () => {
  it('has every pin that is to be deployed, or the run is refused before anything is prepared', async () => {
    const world = new FakeWorld();
    world.moveBranch('main', commit('a'));
    expect(await judged(scene({ branch: 'main' }), {}, world)).toBe('CONVOY_BRANCH_WRONG');
    world.moveBranch('main', commit('b'));
    expect(await judged(scene({ branch: 'main' }), {}, world)).toBeNull();
  });
});

describe('the gate', () => {
  // The backend of the fake manifest does not exist in preprod.
  const shared = [{ component: resolvedComponent({ name: 'database' }), pin: pin() }];
  const gated = (state = ledgerState({ backend: record() })): RunScene =>
    scene({ promotesFrom: 'preprod' }, { concerned: shared, all: shared, state });

  it('is closed to a tree that never passed in the earlier environment', async () => {
    expect(await judged(gated())).toBe('CONVOY_GATE_CLOSED');
  });

  it('is open to one that passed there', async () => {
    const world = new FakeWorld();
    world.receipts.record('preprod', [receipt({ environment: 'preprod', component: 'database' })]);
    expect(await judged(gated(), {}, world)).toBeNull();
  });

  it('asks nothing of what is live already', async () => {
    const world = new FakeWorld();
    await judged(gated(ledgerState({ database: record({ last: failedReceipt() }) })), {}, world);
    expect(world.calls).not.toContain('ledger.refresh');
  });
});

describe('an environment that is live and has no ledger', () => {
  it('is refused until it is taken over', async () => {
    const live = resolvedComponent({ observes: { stacks: ['main'], functions: [], layers: [] } });
    const pinned = [{ component: live, pin: pin() }];
    const asked = scene({}, { state: ledgerState(), concerned: pinned, all: pinned });
    const world = new FakeWorld();
    world.aws.putStack('main');
    expect(await judged(asked, {}, world)).toBe('CONVOY_UNADOPTED');
    expect(await judged(asked, { adopt: true, reason: 'ours' }, world)).toBeNull();
    expect(world.lines).toEqual(['backend: taken over as it is']);
  });
});
