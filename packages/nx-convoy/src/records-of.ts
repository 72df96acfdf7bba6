import { hostname, userInfo } from 'node:os';
import { createClock } from './effects/clock';
import { createLedgerAndLocks } from './effects/git/ledger-and-locks';
import { createLease, type Beating } from './effects/lease';
import { createLeaseStamps } from './effects/lease-stamps';
import { createMachine } from './effects/machine';
import { createOutbox } from './effects/outbox';
import { type Output } from './effects/ports';
import { maskedLedger, maskedLocks, maskedOutbox } from './effects/shell/masked-ports';
import { type LockHolder, type RunClaim } from './model/lock';
import { type RunContext } from './model/run-context';
import { type Place } from './places/place';

interface RecordOptions {
  readonly run: RunContext;
  readonly home: string;
  readonly place: Place;
  readonly remote: string | null;
  readonly output: Output;
  readonly secrets: () => readonly string[];
}

/** Ledger, lock and what waits to be delivered; a nested run shares those of the run that started it. */
export async function recordsOf({ run, home, place, remote, output, secrets }: RecordOptions) {
  const clock = createClock();
  const machine = createMachine();
  const id = run.under ?? run.run;
  const stamps = createLeaseStamps({ home, run: id, clock, monotonic: () => machine.monotonic() });
  const { ledger, locks } = createLedgerAndLocks({
    world: run.world,
    home,
    remote,
    run: id,
    known: run.ledger,
    environment: place.gitEnvironment,
    clock,
    machine,
    stamps,
  });
  const masked = maskedLocks(locks, secrets);
  const claim: Omit<RunClaim, 'verb'> = {
    run: id,
    who: whoIs(),
    host: hostname(),
    since: run.startedAt,
    machine: await machine.identity(),
    processes: await machine.processes(beginners()),
  };
  const onWait = (environment: string, { claim: held }: LockHolder): void =>
    output.line(
      `${environment}: waiting for ${held.who} (run ${held.run}, ${held.verb} since ${held.since})`,
    );
  const waitSeconds = run.flags.waitForLock;
  const lease = createLease({ locks: masked, stamps, clock, claim, waitSeconds, onWait });
  return {
    ledger: maskedLedger(ledger, secrets),
    locks: masked,
    lease: lease satisfies Beating,
    outbox: maskedOutbox(createOutbox({ home, world: run.world }), secrets),
  };
}

/** This process, and Nx itself where it is another one: the run is gone no sooner than both. */
function beginners(): number[] {
  const isNx = /\bnx(\.js)?$/.test(process.argv[1] ?? '');
  return isNx ? [process.pid] : [process.pid, process.ppid];
}

/** Who runs this: user@host. */
export function whoIs(): string {
  return `${userInfo().username}@${hostname()}`;
}
