import { BEAT_MILLISECONDS, PROVEN_MILLISECONDS } from '../../src/model/lock';
import { receipt } from '../fakes/values';
import { bothSetups, removeSetups, type RunningProcess, type Setup } from './ledger-setup';

afterAll(removeSetups);
afterEach(() => jest.restoreAllMocks());

describe.each(bothSetups)('lease (%s)', (_name, setup) => {
  let at: Setup;
  let run: RunningProcess;
  beforeEach(async () => {
    at = await setup();
    run = at.process();
  });
  const other = (): RunningProcess => at.process({ run: 'run-2', checkout: 'other' });

  it('is taken once by a run and joined by its other processes', async () => {
    const token = await run.lease().take('dev', 'deploy');
    expect(await at.process().lease().take('dev', 'deploy')).toBe(token);
    expect(await at.process().lease().token('dev')).toBe(token);
    expect(await other().lease().token('dev')).toBeNull();
  });

  it('is taken once, also when its processes begin at the same time', async () => {
    const tokens = await Promise.all([1, 2, 3].map(() => at.process().lease().take('dev', 'deploy')));
    expect(new Set(tokens).size).toBe(1);
  });

  it('held by another run is refused, naming who, where and which run', async () => {
    await run.lease().take('dev', 'deploy');
    await expect(other().lease().take('dev', 'deploy')).rejects.toMatchObject({
      code: 'CONVOY_LOCK_HELD',
      message: expect.stringMatching(/user@host.*run run-1/s) as string,
      remedy: expect.stringContaining('--wait-for-lock=') as string,
    });
  });

  it('is waited for as long as the person allowed, and whoever waits is told once', async () => {
    const token = await run.lease().take('dev', 'deploy');
    const told: string[] = [];
    const waiting = other().lease({
      waitSeconds: 600,
      onWait: (environment, holder) => {
        told.push(`${environment} ${holder.claim.run}`);
        void run.ledger.close('dev', [], token);
      },
    });
    expect(await waiting.take('dev', 'deploy')).not.toBe(token);
    expect(told).toEqual(['dev run-1']);
  });

  it('that was proven a moment ago is not asked for again; later it is', async () => {
    const lease = run.lease();
    await lease.take('dev', 'deploy');
    const beats = jest.spyOn(run.locks, 'beat');
    await lease.confirm('dev');
    expect(beats).not.toHaveBeenCalled();
    at.pass(PROVEN_MILLISECONDS + 1);
    await lease.confirm('dev');
    expect(beats).toHaveBeenCalledTimes(1);
    at.pass(PROVEN_MILLISECONDS / 2);
    await run.ledger.append('dev', [receipt()], (await lease.token('dev')) ?? '');
    at.pass(PROVEN_MILLISECONDS / 2 + 1);
    await lease.confirm('dev');
    expect(beats).toHaveBeenCalledTimes(1);
  });

  it('that another run took over is noticed at the next step, by every process of the run, and for good', async () => {
    await run.lease().take('dev', 'deploy');
    at.gone.add('run-1');
    await other().lease().take('dev', 'deploy');
    at.pass(PROVEN_MILLISECONDS + 1);
    await expect(run.lease().confirm('dev')).rejects.toMatchObject({
      code: 'CONVOY_LOCK_LOST',
      message: expect.stringContaining('run-2') as string,
    });
    for (const process of [run, at.process()]) {
      await expect(process.lease().confirm('dev')).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
      await expect(process.lease().take('dev', 'deploy')).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
    }
  });

  it('cannot be proven while the remote is away: no step starts then', async () => {
    await run.lease().take('dev', 'deploy');
    await at.away(true);
    await run.lease().confirm('dev');
    at.pass(PROVEN_MILLISECONDS + 1);
    await expect(run.lease().confirm('dev')).rejects.toMatchObject({ code: 'CONVOY_LEDGER_UNREACHABLE' });
    await at.away(false);
    await run.lease().confirm('dev');
  });

  it('that was freed can be taken again by the same run', async () => {
    const lease = run.lease();
    const token = await lease.take('dev', 'deploy');
    await run.ledger.close('dev', [], token);
    expect(await lease.token('dev')).toBeNull();
    expect(await lease.take('dev', 'release')).not.toBe(token);
  });

  it('is kept alive once an interval, however many processes beat', async () => {
    const beatMilliseconds = 200;
    const processes = [run, at.process(), at.process()];
    await run.lease().take('dev', 'deploy');
    const beats = processes.map((each) => jest.spyOn(each.locks, 'beat'));
    const lost = jest.fn();
    const begun = performance.now();
    const stops = processes.map((each) => each.lease({ beatMilliseconds }).beating('dev', lost));
    const count = (): number => beats.reduce((sum, each) => sum + each.mock.calls.length, 0);
    await until(() => count() >= 3);
    const intervals = (performance.now() - begun) / beatMilliseconds;
    for (const stop of stops) stop();
    expect(count()).toBeLessThanOrEqual(Math.ceil(intervals));
    expect(lost).not.toHaveBeenCalled();
  });

  it('tells each process once that it was lost, without a step being tried', async () => {
    await run.lease().take('dev', 'deploy');
    at.gone.add('run-1');
    await other().lease().take('dev', 'deploy');
    const lost = jest.fn();
    const stop = run.lease({ beatMilliseconds: 50 }).beating('dev', lost);
    await until(() => lost.mock.calls.length > 0);
    stop();
    expect(lost).toHaveBeenCalledTimes(1);
  });
});

it('an idle run beats at most four times a minute', () => {
  expect(60_000 / BEAT_MILLISECONDS).toBeLessThanOrEqual(4);
});

/** Waits for what timers bring about. */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 15_000; !isSo();) {
    if (performance.now() > end) throw new TypeError('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
