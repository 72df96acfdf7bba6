import { LEASE_MILLISECONDS } from '../../src/model/lock';
import { receipt } from '../fakes/values';
import { unlocked } from '../fakes/values-of-lock';
import { inProcesses } from './in-processes';
import { bothSetups, realSetup, removeSetups, type RealSetup, type Setup } from './ledger-setup';

afterAll(removeSetups);

describe.each(bothSetups)('locks (%s)', (_name, setup) => {
  let at: Setup;
  beforeEach(async () => {
    at = await setup();
  });

  it('a free lock is taken, and everybody sees by whom', async () => {
    const [first, other] = [at.process(), at.process({ run: 'run-2', checkout: 'other' })];
    expect(await other.locks.look('dev')).toBeNull();
    const token = await first.take();
    const holder = await other.locks.look('dev');
    expect(holder).toMatchObject({
      token,
      claim: { ...first.claim, environment: 'dev', world: 'sandbox', version: 1 },
    });
  });

  it('a held lock is not taken, and the loser is told who has it', async () => {
    const [first, other] = [at.process(), at.process({ run: 'run-2', checkout: 'other' })];
    await first.take();
    const attempt = await other.locks.attempt('dev', other.claim);
    expect(attempt).toMatchObject({
      type: 'held',
      holder: { claim: { run: 'run-1' } },
      quietMilliseconds: 0,
    });
  });

  it('the same run gets its own lock again: an answer may have been lost', async () => {
    const run = at.process();
    const token = await run.take();
    expect(await run.locks.attempt('dev', run.claim)).toEqual({ type: 'taken', token });
  });

  it('dev and preprod do not block each other', async () => {
    await at.process().take('dev');
    await expect(at.process({ run: 'run-2' }).take('preprod')).resolves.toMatch(/^[0-9a-f]{40}$/);
  });

  it('an expired lock is taken over, once it was seen unchanged for the whole lease', async () => {
    const [first, other] = [at.process(), at.process({ run: 'run-2', checkout: 'other' })];
    const lost = await first.take();
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('held');
    at.pass(LEASE_MILLISECONDS - 1_000);
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('held');
    at.pass(2_000);
    const taken = await other.locks.attempt('dev', other.claim);
    expect(taken.type).toBe('taken');
    expect(await first.locks.beat('dev', lost)).toBe('lost');
    await expect(first.ledger.append('dev', [receipt()], lost)).rejects.toMatchObject({
      code: 'CONVOY_LOCK_LOST',
    });
  });

  it('a beat or an append in between keeps it', async () => {
    const [first, other] = [at.process(), at.process({ run: 'run-2', checkout: 'other' })];
    const token = await first.take();
    await other.locks.attempt('dev', other.claim);
    at.pass(LEASE_MILLISECONDS);
    expect(await first.locks.beat('dev', token)).toBe('beaten');
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('held');
    at.pass(LEASE_MILLISECONDS);
    await first.ledger.append('dev', [receipt()], token);
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('held');
  });

  it('an expired lock that nobody took is renewed by its holder', async () => {
    const first = at.process();
    const token = await first.take();
    at.pass(10 * LEASE_MILLISECONDS);
    expect(await first.locks.beat('dev', token)).toBe('beaten');
  });

  it('a run that is provably gone loses its lock at once', async () => {
    await at.process().take();
    at.gone.add('run-1');
    const other = at.process({ run: 'run-2', checkout: 'other' });
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('taken');
  });

  it('is broken only as it was seen, and the occurrence is in the ledger then', async () => {
    const [first, other] = [at.process(), at.process({ run: 'run-2', checkout: 'other' })];
    const token = await first.take();
    const seen = await other.locks.look('dev');
    if (seen === null) throw new TypeError('nobody holds it');
    await first.locks.beat('dev', token);
    expect(await other.locks.breakLock('dev', seen, unlocked())).toBe(false);
    const again = await other.locks.look('dev');
    if (again === null) throw new TypeError('nobody holds it');
    expect(await other.locks.breakLock('dev', again, unlocked())).toBe(true);
    expect(await other.locks.look('dev')).toBeNull();
    expect(at.messages('dev')[0]).toContain('laptop died');
    await expect(first.ledger.append('dev', [receipt()], token)).rejects.toMatchObject({
      code: 'CONVOY_LOCK_LOST',
    });
  });

  it('a remote that is away refuses', async () => {
    await at.process().take();
    await at.away(true);
    const other = at.process({ run: 'run-2', checkout: 'other' });
    await expect(other.locks.attempt('dev', other.claim)).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_UNREACHABLE',
    });
    await at.away(false);
  });
});

describe('locks, really', () => {
  let at: RealSetup;
  beforeEach(async () => {
    at = await realSetup();
  });

  it('ten contenders for one expired lease: one wins', async () => {
    const dead = at.process();
    const of = await dead.take();
    const jobs = Array.from({ length: 10 }, (_, index) => ({
      port: 'locks',
      options: {
        ...at.options({ run: `rival-${index}`, checkout: `rival-${index}` }),
        clock: undefined,
        machine: undefined,
        leaseMilliseconds: 1_500,
      },
      environment: 'dev',
      claim: { ...dead.claim, run: `rival-${index}` },
      of,
      patienceMilliseconds: 30_000,
    }));
    const answers = (await inProcesses(jobs)).map(
      (text) => JSON.parse(text) as { type: string; run: string },
    );
    const winners = answers.filter(({ type }) => type === 'taken');
    expect(winners).toHaveLength(1);
    const holder = await at.process({ run: 'reader', checkout: 'reader' }).locks.look('dev');
    expect(holder?.claim.run).toBe(winners[0]?.run);
  }, 60_000);

  it('works the same in the workspace’s own git directory where there is no remote', async () => {
    const run = at.processWith({ remote: null });
    const other = at.processWith({ remote: null, run: 'run-2' });
    const token = await run.take();
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('held');
    await run.ledger.close('dev', [], token);
    expect((await other.locks.attempt('dev', other.claim)).type).toBe('taken');
  });
});
