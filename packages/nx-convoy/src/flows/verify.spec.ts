import { FakeWorld, order } from '../../tests/fakes/fake-world';
import {
  commit,
  failedReceipt,
  NOON,
  pin,
  receipt,
  resolvedComponent,
  started,
  tree,
} from '../../tests/fakes/values';
import { fingerprintOf } from '../decide/fingerprint';
import { ledgerEntrySchema, type Receipt } from '../model/receipt';
import { readLive } from './read-live';
import { verify } from './verify';

const component = resolvedComponent({
  observes: { stacks: ['main'], functions: [], layers: [] },
  checks: [
    {
      kind: 'http',
      url: 'https://api.test/',
      method: 'GET',
      status: 200,
      bearer: null,
      json: null,
      contains: null,
      version: null,
    },
  ],
});
const ordered = order({ component });

/** A world in which the pin is live and was verified by `last`, at noon. */
async function stage(last: (fingerprint: string) => Receipt): Promise<FakeWorld> {
  const world = new FakeWorld();
  world.aws.putStack('main');
  world.sites.site('api.test', () => ({}));
  const live = await readLive(component, pin(), world);
  world.receipts.record('dev', [last(fingerprintOf(live))]);
  world.calls.length = 0;
  return world;
}

const deployed = (fingerprint: string): Receipt => receipt({ fingerprint });
const lastOf = async (world: FakeWorld) => (await world.receipts.read('dev')).components['backend']!;

describe('verify', () => {
  it('keeps the series that its pass belongs to', async () => {
    const world = await stage((fingerprint) => receipt({ fingerprint }));
    expect(await verify({ ...ordered, series: 'run-1' }, world)).toMatchObject({
      verdict: 'passed',
      series: 'run-1',
    });
    expect((await world.receipts.read('dev')).components['backend']?.last?.series).toBe('run-1');
  });

  it('passes while the pin is live and its checks pass, and records that alone', async () => {
    const world = await stage(deployed);
    const kept = await verify(ordered, world);
    expect(kept).toMatchObject({
      verb: 'verify',
      outcome: 'unchanged',
      verdict: 'passed',
      run: 'run-9',
      startedAt: NOON,
      commit: commit('b'),
      failure: null,
      summary: '2 checks passed',
    });
    expect(kept.checks.map((check) => check.name)).toEqual([
      'live is the pin',
      'GET https://api.test/ → 200',
    ]);
    expect(world.writes()).toEqual(['ledger.append']);
    expect(ledgerEntrySchema.parse(kept)).toEqual(kept);
    expect((await lastOf(world)).verified?.run).toBe('run-9');
  });

  it('never deploys, whatever it finds', async () => {
    const world = await stage(deployed);
    world.aws.remove('stack', 'main');
    world.sites.site('api.test', null);
    await verify(order({ component, pin: pin('a') }), world);
    expect(world.writes()).toEqual(['ledger.append']);
    expect(world.aws.writes).toEqual([]);
    expect(world.entries().some((entry) => entry.type === 'started')).toBe(false);
  });

  it('fails when a check fails', async () => {
    const world = await stage(deployed);
    world.sites.site('api.test', () => ({ status: 500 }));
    const kept = await verify(ordered, world);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: 'failed',
      failure: {
        code: 'CONVOY_NOT_VERIFIED',
        remedy: 'npx nx deploy backend --configuration=dev',
      },
      summary: '1 of 2 checks did not pass',
    });
    expect((await lastOf(world)).verified?.run).toBe('run-1');
  });

  it('passes again after a failed verification, once the cause is mended', async () => {
    const world = await stage(deployed);
    world.sites.site('api.test', () => ({ status: 500 }));
    await verify(ordered, world);
    world.sites.site('api.test', () => ({}));
    expect((await verify(ordered, world)).verdict).toBe('passed');
  });

  it('does not pass when something could not be asked', async () => {
    const world = await stage(deployed);
    world.sites.site('api.test', null);
    expect(await verify(ordered, world)).toMatchObject({ outcome: 'failed', verdict: 'inconclusive' });
  });

  it('fails when what is live was changed by hand, though its checks pass, and goes on failing', async () => {
    const world = await stage(deployed);
    world.time.advance(60_000);
    world.aws.putStack('main');
    for (const attempt of [1, 2]) {
      const kept = await verify({ ...ordered, run: `attempt-${attempt}` }, world);
      expect(kept.failure?.message).toContain('what is live was changed since run');
      expect([attempt, kept.verdict]).toEqual([attempt, 'failed']);
    }
  });

  it('fails when what is live is not the pin', async () => {
    const world = await stage(deployed);
    const kept = await verify(order({ component, pin: pin('a') }), world);
    expect(kept).toMatchObject({ verdict: 'failed', commit: commit('b'), tree: tree('b') });
    expect(kept.failure?.message).toContain('live is bbbbbbb, the pin is aaaaaaa');
  });

  it('never makes a deploy that got nowhere look verified', async () => {
    const world = await stage((fingerprint) =>
      failedReceipt({ after: null, fingerprint: null, contentDigest: fingerprint }),
    );
    for (const attempt of [1, 2, 3]) {
      const kept = await verify({ ...ordered, run: `attempt-${attempt}` }, world);
      expect([attempt, kept.verdict, kept.after]).toEqual([attempt, 'failed', null]);
    }
    expect((await lastOf(world)).verified).toBeNull();
  });

  it('fails while an attempt did not end', async () => {
    const world = await stage(deployed);
    world.receipts.record('dev', [started()]);
    expect((await verify(ordered, world)).failure?.message).toContain('run run-3 did not end');
  });

  it('records nothing when it is interrupted', async () => {
    const world = await stage(deployed);
    world.sites.site('api.test', () => ({ status: 500 }));
    world.time.later(3_000, () => world.interrupt());
    expect(await verify(ordered, world)).toMatchObject({ outcome: 'interrupted', verdict: null });
    expect(world.writes()).toEqual([]);
  });

  it('refuses what was never deployed', async () => {
    const world = new FakeWorld();
    await expect(verify(ordered, world)).rejects.toMatchObject({ code: 'CONVOY_NOT_DEPLOYED' });
    expect(world.writes()).toEqual([]);
  });

  it('refuses the identity of another account', async () => {
    const world = new FakeWorld('999999999999');
    await expect(verify(ordered, world)).rejects.toMatchObject({ code: 'CONVOY_ACCOUNT_WRONG' });
    expect(world.writes()).toEqual([]);
  });

  it('throws a bug of ours on', async () => {
    const world = await stage(deployed);
    world.sites.site('api.test', () => {
      throw new TypeError('a bug');
    });
    await expect(verify(ordered, world)).rejects.toThrow(TypeError);
    expect(world.writes()).toEqual([]);
  });
});
