// `npm run bench`: measures what a person waits for, in a workspace copy with a sandbox of its own, and writes docs/performance.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { copyWorkspace } from '../../e2e/harness/copy-workspace';
import { runNx } from '../../e2e/harness/run-nx';
import { verificationKeys } from '../../packages/nx-convoy/src/flows/verification-keys';
import { runContextSchema } from '../../packages/nx-convoy/src/model/run-context';
import type { RunReport } from '../../packages/nx-convoy/src/model/run-report';
import { pinnedComponents } from '../../packages/nx-convoy/src/pinned-components';
import { openWorkspace } from '../../packages/nx-convoy/src/workspace';
import { worldOf } from '../../packages/nx-convoy/src/world';
import { peakMemory } from './peak-memory';

interface Figure {
  readonly what: string;
  readonly seconds: number;
  /** null: it was measured inside of the benchmark. */
  readonly megabytes: number | null;
}

const REPEATS = 3;

async function bench(): Promise<void> {
  const root = copyWorkspace('package');
  const figures: Figure[] = [];
  const note = async (what: string, work: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    await work();
    figures.push({ what, seconds: (performance.now() - began) / 1000, megabytes: null });
  };
  const noteSlowest = (root: string, output: string): void => {
    const seconds = slowestCheck(root, output);
    figures.push({ what: 'slowest check of that verification', seconds, megabytes: null });
  };
  const measure = async (what: string, words: readonly string[]): Promise<string> => {
    const began = performance.now();
    const memory = peakMemory(root);
    const run = await runNx(root, words);
    const megabytes = memory.stop();
    if (run.code !== 0) throw new TypeError(`${what} failed\n${run.output}`);
    figures.push({ what, seconds: (performance.now() - began) / 1000, megabytes });
    process.stdout.write(
      `${what}: ${((performance.now() - began) / 1000).toFixed(1)} s, ${megabytes.toFixed(0)} MB\n`,
    );
    return run.output;
  };
  try {
    await measure('first start of the sandbox, emulator installed', ['run', 'sandbox:up']);
    await measure('first deploy to dev, five components', [
      'run-many',
      '-t',
      'deploy',
      '--configuration=dev',
    ]);
    await measure('first deploy to preprod', ['run-many', '-t', 'deploy', '--configuration=preprod']);
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      await measure('converged re-run', ['run-many', '-t', 'deploy', '--configuration=preprod']);
      await measure('plan of an environment', ['run', 'convoy:plan:preprod']);
      await measure('status of an environment', ['run', 'convoy:status:preprod']);
      const verify = ['run-many', '-t', 'verify', '--configuration=preprod'];
      const looked = await measure('verification of five components, looked at', [
        ...verify,
        '--skip-nx-cache',
      ]);
      noteSlowest(root, looked);
      // The first after a forced one has a series of its own.
      await runNx(root, verify);
      await measure('verification of five components, replayed', verify);
      await measure('five hits of the Nx cache, nothing else (tests)', [
        'run-many',
        '-t',
        'test',
        '--configuration=preprod',
      ]);
      await note('one round of questions to the providers', () => providerRound(root));
      await measure('stop of the sandbox', ['run', 'sandbox:down']);
      await measure('start of the sandbox', ['run', 'sandbox:up']);
    }
  } finally {
    await runNx(root, ['run', 'sandbox:down']);
    execFileSync('rm', ['-rf', root]);
  }
  writeFileSync(join(__dirname, '..', '..', 'docs', 'performance.md'), page(figures));
}

/** The slowest check (seconds) in the report that the output names. */
function slowestCheck(root: string, output: string): number {
  const path = /report (\S+\.json)/.exec(output)?.[1] ?? '';
  const report = JSON.parse(readFileSync(join(root, path), 'utf8')) as RunReport;
  return (
    Math.max(...report.components.flatMap(({ checks }) => checks.map((each) => each.milliseconds))) / 1000
  );
}

/** What the run hook asks before Nx may replay anything, in this process and with everything loaded. */
async function providerRound(root: string): Promise<void> {
  const workspace = await openWorkspace(root);
  const run = runContextSchema.parse({
    run: 'bench',
    environment: 'preprod',
    world: 'sandbox',
    startedAt: new Date().toISOString(),
    flags: {},
  });
  const world = await worldOf(root, 'preprod', run);
  const state = await world.ledger.refresh('preprod');
  const components = await pinnedComponents(workspace, 'preprod');
  await verificationKeys(
    { run: 'bench', components, manifest: workspace.manifest, state, isForced: false },
    world,
  );
}

function page(figures: readonly Figure[]): string {
  const names = [...new Set(figures.map((figure) => figure.what))];
  const rows = names.map((what) => {
    const found = figures.filter((figure) => figure.what === what);
    const memory = Math.max(...found.map((figure) => figure.megabytes ?? 0));
    const peak = memory === 0 ? '' : `${memory.toFixed(0)} MB`;
    return `| ${what} | ${median(found.map((figure) => figure.seconds)).toFixed(1)} s | ${found.length} | ${peak} |`;
  });
  const machine = `${cpus().length} cores, ${(totalmem() / 1024 ** 3).toFixed(0)} GiB, ${process.platform}, Node ${process.versions.node}`;
  return `# Performance

Written by \`npm run bench\` on ${machine}. Wall time of the whole \`nx\` command (median of the runs); memory is the peak of all
processes of the workspace together: nx, its tasks, the commands of the repositories, the emulator, PostgreSQL and the functions.

| what | time | runs | peak memory |
|---|---|---|---|
${rows.join('\n')}

The plugin is built and installed, as a team has it; from its sources, as the demo runs it, each process translates them first. A first deploy
installs the packages of three repositories; later ones link what was installed. No test depends on these figures.
`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
