import { existsSync, writeFileSync } from 'node:fs';
import disk from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { FsTree } from 'nx/src/generators/tree';
import { createMerges } from '../../src/effects/git/merges';
import { createRepos } from '../../src/effects/git/repos';
import { createJournal } from '../../src/effects/journal';
import type { World } from '../../src/flows/world';
import { finishHotfix } from '../../src/generators/hotfix/finish-hotfix';
import { knownPins } from '../../src/generators/known-pins';
import { manifestIn } from '../../src/generators/manifest-in';
import type { OpenActingWorld } from '../../src/generators/open-world';
import { promotePins } from '../../src/generators/promote/promote-pins';
import type { PromoteOptions } from '../../src/generators/promote/schema';
import { isCoordinationError } from '../../src/model/coordination-error';
import { FakeWorld } from '../fakes/fake-world';
import { receipt } from '../fakes/values';
import { killing, type Tape } from './killing';
import type { PromotionJob, PromotionEnd } from './promotion-job';

// One command as somebody types it in a checkout, in a process of its own: the real flow with real git, journal and files, each call of which may be its last. What a
// ledger and a clock answer is played: everything that is pinned in dev has passed there, and it is noon.

const job = JSON.parse(process.argv[2] ?? '') as PromotionJob;
const home = join(job.checkout, '.convoy');
const tape: Tape = {
  calls: [],
  open: new Set(),
  paused: null,
  before: () => undefined,
  after: () => undefined,
};

const git = {
  home,
  rewrites: { 'git@host:team/': `${job.remotes}/` },
  environment: {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  },
};

function port<T extends object>(name: string, real: T): T {
  return killing(name, real, tape, job.point);
}

/** Every file of ours is written by being renamed to its name. */
function watchFiles(): void {
  const { rename } = disk;
  const files = port('file', { written: (_name: string, act: () => Promise<void>) => act() });
  disk.rename = (from, to) => files.written(nameOf(String(to)), () => rename(from, to));
}

/** A mirror is named after where its remote is, which is another folder in each trial. */
function nameOf(path: string): string {
  return relative(job.checkout, path).replace(/-[0-9a-f]{8}\.git/, '.git');
}

function worldIn(tree: FsTree): World {
  const fake = new FakeWorld();
  const at = fake.time.now();
  for (const [component, pin] of Object.entries(knownPins(tree, manifestIn(tree), 'dev')))
    if (pin !== null)
      fake.receipts.record('dev', [
        receipt({ ...pin, component, startedAt: at, finishedAt: at, run: 'run-1' }),
      ]);
  fake.output.line = (text) => lines.push(text);
  return Object.assign(fake, {
    repos: port('repos', createRepos(git)),
    merges: port('merges', createMerges(git)),
    journal: createJournal({ home }),
  });
}

const lines: string[] = [];

/** Both have planned before either pushes. */
async function meet(): Promise<void> {
  if (job.meets === null) return;
  writeFileSync(join(job.remotes, `planned-${job.run}`), '');
  while (!existsSync(join(job.remotes, `planned-${job.meets}`))) await wait(5);
}

async function run(): Promise<PromotionEnd> {
  const tree = new FsTree(job.checkout, false);
  const open: OpenActingWorld = async () => ({ world: worldIn(tree), run: job.run });
  try {
    const perform =
      job.verb === 'promote'
        ? await promotePins(
            tree,
            { from: 'dev', to: 'preprod', ...(job.options as Partial<PromoteOptions>) },
            open,
          )
        : await finishHotfix(tree, { action: 'finish', name: 'bug', ...job.options }, open);
    await meet();
    await perform();
    return { refused: null, message: lines.join('\n'), remedy: null, calls: tape.calls };
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return { refused: cause.code, message: cause.message, remedy: cause.remedy, calls: tape.calls };
  }
}

watchFiles();
run().then(
  (end) => process.stdout.write(JSON.stringify(end)),
  (cause: unknown) => {
    process.stderr.write(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
    process.exitCode = 1;
  },
);
