import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClock } from '../../src/effects/clock';
import { createMachine, type Machine } from '../../src/effects/machine';
import { BEAT_MILLISECONDS, LEASE_MILLISECONDS, PROVEN_MILLISECONDS } from '../../src/model/lock';
import { receipt, started } from '../fakes/values';
import { runClaim } from '../fakes/values-of-lock';
import { realSetup, removeSetups, spoil, type RealSetup, type RunningProcess } from './ledger-setup';

// What happens to a lock on the days when something dies, sleeps or is spoilt: real git, real processes.

let at: RealSetup;
const begun: ChildProcess[] = [];
beforeEach(async () => {
  at = await realSetup();
});
afterEach(async () => {
  await Promise.all(begun.splice(0).map(end));
});
afterAll(removeSetups);

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

interface Holder {
  readonly child: ChildProcess;
  /** The next line that it prints. */
  readonly said: () => Promise<string>;
}

/** A run in a process of its own that has taken the lock of dev and keeps it alive. */
async function holder(provenMilliseconds: number, beatMilliseconds: number): Promise<Holder> {
  const { world, home, remote, environment, run } = at.options();
  const job = {
    options: { world, home, remote, environment, run },
    claim: runClaim({ run }),
    environment: 'dev',
    entry: receipt({ run }),
    provenMilliseconds,
    beatMilliseconds,
  };
  const program = join(__dirname, 'programs', 'hold-lease.ts');
  const child = spawn(process.execPath, ['-r', '@swc-node/register', program, JSON.stringify(job)], {
    env: { ...process.env, SWC_NODE_PROJECT: join(__dirname, '../../../../tsconfig.json') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  begun.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = async (): Promise<string> => ((await lines.next()).value as string | undefined) ?? '';
  expect(await said()).toBe('holding');
  return { child, said };
}

/** Another run in another checkout, with the real machine's eyes. */
function rival(leaseMilliseconds = LEASE_MILLISECONDS): RunningProcess {
  return at.processWith({ run: 'run-2', checkout: 'other', machine: createMachine(), leaseMilliseconds });
}

const attempted = async (run: RunningProcess): Promise<string> =>
  (await run.locks.attempt('dev', run.claim)).type;

it('a holder that was stopped past its lease starts no step and writes nothing once another run took over', async () => {
  const first = await holder(1_000, 250);
  first.child.kill('SIGSTOP');
  const second = rival(1_200);
  // It is there, only stopped: nothing but time proves that it is over.
  expect(await attempted(second)).toBe('held');
  const patience = performance.now() + 20_000;
  while ((await attempted(second)) === 'held' && performance.now() < patience) await createClock().pause(50);
  await second.append([started({ run: 'run-2' })]);
  const before = at.messages('dev');
  first.child.kill('SIGCONT');
  first.child.stdin?.write('go on\n');
  expect(await first.said()).toBe('step CONVOY_LOCK_LOST');
  expect(await first.said()).toBe('entry CONVOY_LOCK_LOST');
  expect(at.messages('dev')).toEqual(before);
  expect((await second.locks.look('dev'))?.claim.run).toBe('run-2');
}, 60_000);

it('a holder that was stopped, but that nobody took over from, goes on', async () => {
  const first = await holder(0, BEAT_MILLISECONDS);
  first.child.kill('SIGSTOP');
  expect(await attempted(rival())).toBe('held');
  first.child.kill('SIGCONT');
  first.child.stdin?.write('go on\n');
  expect(await first.said()).toBe('step done');
  expect(await first.said()).toBe('entry done');
  expect(at.messages('dev')).toHaveLength(1);
}, 60_000);

const onLinux = process.platform === 'linux' ? it : it.skip;

onLinux(
  'a killed holder loses its lock at once, but not while a process of its run lives',
  async () => {
    const first = await holder(PROVEN_MILLISECONDS, BEAT_MILLISECONDS);
    const task = spawn('sleep', ['60'], { env: { CONVOY_RUN: JSON.stringify({ run: 'run-1' }) } });
    begun.push(task);
    await once(task, 'spawn');
    expect(await attempted(rival())).toBe('held');
    await end(first.child);
    expect(await attempted(rival())).toBe('held');
    await end(task);
    expect(await attempted(rival())).toBe('taken');
  },
  60_000,
);

it.each<[string, (machine: Machine) => Partial<Machine>]>([
  ['after another boot', () => ({ boot: async () => 'another boot' })],
  [
    'where the clock went back',
    (machine) => ({ monotonic: () => machine.monotonic() - 10 * LEASE_MILLISECONDS }),
  ],
])('%s what was seen before counts for nothing: the lease is watched anew', async (_when, change) => {
  await at.process().take();
  const which = { run: 'run-2', checkout: 'other' };
  expect(await attempted(at.process(which))).toBe('held');
  at.pass(LEASE_MILLISECONDS + 1_000);
  const later = at.processWith({ ...which, machine: { ...at.machine, ...change(at.machine) } });
  expect(await attempted(later)).toBe('held');
  at.pass(LEASE_MILLISECONDS + 1_000);
  expect(await attempted(later)).toBe('taken');
});

it.each([
  ['is no JSON', '{', 'it is not JSON'],
  ['is of a later version', '{"version": 2}', 'its version is 2'],
  ['is missing', null, 'it is missing'],
])(
  'a lock whose claim %s is refused with its path, and neither taken nor written under',
  async (...spoilt) => {
    const [, text, said] = spoilt;
    const run = at.process();
    const token = await run.take();
    spoil(at.remote, 'refs/convoy/locks/dev', 'lock.json', text);
    const ref = (): string => at.remote.git(['rev-parse', 'refs/convoy/locks/dev']);
    const before = ref();
    const refusal = {
      code: 'CONVOY_LEDGER_CORRUPT',
      message: expect.stringMatching(new RegExp(`refs/convoy/locks/dev:lock\\.json.*${said}`, 's')) as string,
    };
    const other = at.process({ run: 'run-2', checkout: 'other' });
    await expect(other.locks.look('dev')).rejects.toMatchObject(refusal);
    await expect(other.locks.attempt('dev', other.claim)).rejects.toMatchObject(refusal);
    await expect(run.ledger.append('dev', [receipt()], token)).rejects.toMatchObject(refusal);
    expect(ref()).toBe(before);
    expect(at.messages('dev')).toEqual([]);
  },
);

it('a lock that was broken while its run wrote the last word was lost, not freed: the word is not there', async () => {
  const other = at.process({ run: 'run-2', checkout: 'other' });
  const breaking = {
    ...createClock(),
    // Between a push that was refused and the next look.
    pause: async () => {
      const seen = await other.locks.look('dev');
      if (seen !== null) await other.ledger.close('dev', [], seen.token);
    },
  };
  const run = at.processWith({ clock: breaking });
  const token = await run.take();
  await run.append([started({ run: 'run-1' })]);
  await at.process({ checkout: 'third' }).locks.beat('dev', token);
  await run.ledger.close('dev', [receipt()], token);
  expect(await other.locks.look('dev')).toBeNull();
  expect(at.messages('dev')).toHaveLength(1);
  expect((await run.stamps.read('dev'))?.state).toBe('lost');
});
