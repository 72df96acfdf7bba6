import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { createArtefacts, type ArtefactsOptions } from '../../../src/effects/artefacts';
import { createClock } from '../../../src/effects/clock';
import { createLedger } from '../../../src/effects/git/ledger';
import { createLedgerAndLocks } from '../../../src/effects/git/ledger-and-locks';
import type { LedgerOptions } from '../../../src/effects/git/ledger-options';
import { createRepos } from '../../../src/effects/git/repos';
import type { RepoAddress } from '../../../src/effects/ports';
import type { RunClaim } from '../../../src/model/lock';
import type { LedgerEntry } from '../../../src/model/receipt';

// One of several processes that use a port at the same time; the job stands in the first argument.

type Job =
  | {
      readonly port: 'repos';
      readonly options: Parameters<typeof createRepos>[0];
      readonly repo: RepoAddress;
      readonly commit: string;
      readonly folder: string;
    }
  | {
      readonly port: 'ledger';
      readonly options: Omit<LedgerOptions, 'clock'>;
      readonly environment: string;
      readonly entries: readonly LedgerEntry[];
      readonly token: string;
    }
  | {
      readonly port: 'locks';
      readonly options: Omit<LedgerOptions, 'clock'>;
      readonly environment: string;
      readonly claim: RunClaim;
      /** Token of the lock that has expired, or is about to. */
      readonly of: string;
      readonly patienceMilliseconds: number;
    }
  | {
      readonly port: 'alone' | 'slot';
      readonly options: ArtefactsOptions;
      readonly log: string;
      readonly name: string;
    };

async function work(job: Job): Promise<void> {
  if (job.port === 'repos') {
    const repos = createRepos(job.options);
    await repos.ensure(job.repo, job.commit);
    await repos.worktree(job.repo, job.commit, job.folder);
  } else if (job.port === 'ledger') {
    const ledger = createLedger({ ...job.options, clock: createClock() });
    for (const entry of job.entries) await ledger.append(job.environment, [entry], job.token);
  } else if (job.port === 'locks') {
    await contend(job);
  } else {
    const artefacts = createArtefacts(job.options);
    const inside = async (): Promise<void> => {
      appendFileSync(job.log, `begin ${job.name}\n`);
      await wait(100);
      appendFileSync(job.log, `end ${job.name}\n`);
    };
    await (job.port === 'alone' ? artefacts.alone('the same', inside) : artefacts.slot(inside));
  }
}

/** Tries until it is taken by somebody: by us, or by another rival than the one that held it first. */
async function contend(job: Job & { port: 'locks' }): Promise<void> {
  const { locks } = createLedgerAndLocks({ ...job.options, clock: createClock() });
  const { run } = job.claim;
  for (const end = performance.now() + job.patienceMilliseconds; performance.now() < end;) {
    const attempt = await locks.attempt(job.environment, job.claim);
    if (attempt.type === 'taken') return void process.stdout.write(JSON.stringify({ type: 'taken', run }));
    if (attempt.holder.token !== job.of) break;
    await wait(100);
  }
  process.stdout.write(JSON.stringify({ type: 'held', run }));
}

work(JSON.parse(process.argv[2] ?? '') as Job).catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exitCode = 1;
});
