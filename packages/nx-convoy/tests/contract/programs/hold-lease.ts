import { once } from 'node:events';
import { createClock } from '../../../src/effects/clock';
import { createLedgerAndLocks } from '../../../src/effects/git/ledger-and-locks';
import type { LedgerOptions } from '../../../src/effects/git/ledger-options';
import { createLease } from '../../../src/effects/lease';
import { createLeaseStamps } from '../../../src/effects/lease-stamps';
import { createMachine } from '../../../src/effects/machine';
import type { RunClaim } from '../../../src/model/lock';
import type { LedgerEntry } from '../../../src/model/receipt';

// Holds the lock of an environment and keeps it alive, says so, and at a word on its standard input tries to go on: the next step, then an entry.

interface Job {
  readonly options: Omit<LedgerOptions, 'clock'>;
  readonly claim: RunClaim;
  readonly environment: string;
  readonly entry: LedgerEntry;
  readonly provenMilliseconds: number;
  readonly beatMilliseconds: number;
}

function say(word: string): void {
  process.stdout.write(`${word}\n`);
}

/** `done`, or the code that it was refused with. */
async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (cause: unknown) => (cause as { code?: string }).code ?? String(cause),
  );
}

async function hold({ options, environment, entry, ...job }: Job): Promise<void> {
  const clock = createClock();
  const machine = createMachine();
  const { home, run } = options;
  const stamps = createLeaseStamps({ home, run, clock, monotonic: () => machine.monotonic() });
  const { ledger, locks } = createLedgerAndLocks({ ...options, clock, machine, stamps });
  const [identity, processes] = await Promise.all([machine.identity(), machine.processes([process.pid])]);
  const claim = { ...job.claim, machine: identity, processes };
  const { provenMilliseconds, beatMilliseconds } = job;
  const times = { provenMilliseconds, beatMilliseconds };
  const lease = createLease({
    locks,
    stamps,
    clock,
    claim,
    waitSeconds: 0,
    onWait: () => undefined,
    ...times,
  });
  const token = await lease.take(environment, 'deploy');
  const stop = lease.beating(environment, () => undefined);
  say('holding');
  await once(process.stdin, 'data');
  say(`step ${await outcome(lease.confirm(environment))}`);
  say(`entry ${await outcome(ledger.append(environment, [entry], token))}`);
  stop();
  process.stdin.destroy();
}

hold(JSON.parse(process.argv[2] ?? '') as Job).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exitCode = 1;
});
