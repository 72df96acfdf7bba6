import { createLease } from '../../src/effects/lease';
import type { World } from '../../src/flows/world';
import { NO_FLAGS } from '../../src/model/run-flags';
import { createSqlParser } from '../../src/effects/sql/sql-parser';
import { FakeHistory } from '../fakes/fake-history';
import { FakeMerges } from '../fakes/fake-merges';
import { FakeTags } from '../fakes/fake-tags';
import { FakeBrowser } from '../fakes/fake-browser';
import { FakeAnnouncements } from '../fakes/fake-announcements';
import { FakeJournal } from '../fakes/fake-journal';
import { FakeLeaseStamps } from '../fakes/fake-lease-stamps';
import { FakeLedger } from '../fakes/fake-ledger';
import { FakeLocks } from '../fakes/fake-locks';
import { FakeLogs } from '../fakes/fake-logs';
import { FakeOutput } from '../fakes/fake-output';
import { FakeQuestions } from '../fakes/fake-questions';
import { FakeScratch } from '../fakes/fake-scratch';
import { FakeShell } from '../fakes/fake-shell';
import { killing, parting, type Point, type Tape } from './killing';
import type { SeedWorld } from './seed-world';

const VARIABLES: Record<string, string> = {
  TOKEN: 'token',
  CLOUDFLARE_ACCOUNT_ID: 'account',
  CLOUDFLARE_API_TOKEN: 'token',
};

/** The world as one run sees it: real lease, fakes for the rest, each call of which may be its last. */
export function runningWorld(seed: SeedWorld, run: string, tape: Tape, point: Point | null): World {
  const now = (): string => seed.time.now();
  const stamps = new FakeLeaseStamps(now);
  const port = <T extends object>(name: string, fake: T): T => killing(name, fake, tape, point);
  seed.part = parting(tape, point);
  // Runs of this machine that were killed; one that is only paused is taken for gone too.
  const gone = new Set(['first', 'hit', 'other'].filter((each) => each !== run));
  const locks = port('locks', new FakeLocks(seed.records, { now, gone }));
  const claim = { run, who: 'me@here', host: 'here', since: now(), machine: null, processes: [] };
  const cloud = port('cloud', seed.aws);
  const watch = port('watch', seed.alarms);
  return {
    name: 'sandbox',
    plugin: '1.0.0',
    who: 'me@here',
    locks,
    ledger: port('ledger', new FakeLedger(seed.records, { stamps })),
    lease: port(
      'lease',
      createLease({ locks, stamps, clock: seed.time, claim, waitSeconds: 0, onWait: () => undefined }),
    ),
    outbox: port('outbox', seed.late),
    repos: port('repos', seed.sources),
    edits: port('edits', seed.sources),
    merges: port('merges', new FakeMerges(seed.sources)),
    history: port('history', new FakeHistory(seed.sources)),
    tags: port('tags', new FakeTags(seed.sources)),
    cloud: () => cloud,
    databases: () => seed.instances,
    logs: () => new FakeLogs(() => Date.parse(now())),
    watch: () => watch,
    pages: port('pages', seed.front),
    shell: port('shell', new FakeShell((request) => seed.program(request))),
    web: port('web', seed.sites),
    browser: port('browser', frontEnd()),
    sql: createSqlParser(),
    scratch: new FakeScratch(),
    questions: new FakeQuestions(),
    announcements: new FakeAnnouncements(),
    clock: seed.time,
    output: new FakeOutput(),
    journal: new FakeJournal(),
    artefacts: seed.workshop,
    interrupted: () => false,
    coordination: seed.home,
    flags: NO_FLAGS,
    variable: (name) => VARIABLES[name],
    childEnvironment: async () => ({}),
  };
}

/** A front end on which everything that the manifest looks for is there. */
function frontEnd(): FakeBrowser {
  const browser = new FakeBrowser();
  for (const path of ['', '#/integrations']) browser.page(`https://convoy-dev.trustx.pages.dev/${path}`);
  return browser;
}
