import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAnnouncements } from './effects/announcements';
import { createArtefacts } from './effects/artefacts';
import { createBrowser } from './effects/browser/browser';
import { createCloud } from './effects/aws/cloud';
import { createTerminalQuestions } from './effects/terminal-questions';
import { createScratchDatabases } from './effects/postgres/scratch-databases';
import { createSqlParser } from './effects/sql/sql-parser';
import { createHistory } from './effects/git/history';
import { createMerges } from './effects/git/merges';
import { createLogs } from './effects/aws/logs';
import { createDatabases } from './effects/aws/databases';
import { createWatch } from './effects/aws/watch';
import { createPages } from './effects/cloudflare/pages';
import { createClock } from './effects/clock';
import { createCommittedEdits } from './effects/git/committed-edits';
import { createRepos } from './effects/git/repos';
import { createTags } from './effects/git/tags';
import { createCoordination } from './effects/git/workspace-repository';
import { createJournal } from './effects/journal';
import { openHome } from './effects/open-home';
import { pluginVersion } from './effects/plugin-version';
import type { Cloud, Databases, Output } from './effects/ports';
import type { Logs } from './effects/logs-port';
import { listenToSignals } from './effects/shell/listen-to-signals';
import { maskError } from './effects/shell/mask-error';
import { maskJson } from './effects/shell/mask-json';
import { maskedAnnouncements, maskedJournal, maskedOutput } from './effects/shell/masked-ports';
import { referencedValues } from './effects/shell/referenced-values';
import { createGuardedShell } from './effects/shell/shell';
import type { Watch } from './effects/watch-port';
import { createTerminalOutput } from './effects/terminal-output';
import { createWeb } from './effects/web/web';
import type { World } from './flows/world';
import { unknownWorld } from './model/errors';
import type { Json } from './model/json';
import { liveVariable } from './model/live-variable';
import { runContextSchema, type RunContext } from './model/run-context';
import type { WorldName } from './model/receipt';
import { nestedRun, type NestedEnd } from './nested-run';
import { recordsOf, whoIs } from './records-of';
import { browserPlaces } from './places/browser-places';
import { awsPlace } from './places/aws-place';
import { picked, type Place } from './places/place';
import { sandboxPlace } from './places/sandbox-place';
import { openWorkspace } from './workspace';

// The only reader of the process's environment: it builds the adapters of the chosen world.

const RUN_VARIABLE = 'CONVOY_RUN';
/** Names the run whose lock a nested run works under. */
const PARENT_VARIABLE = 'CONVOY_UNDER';

// The SDK's news about future Node versions is for us, not for whoever deploys.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** A world with what only hooks and executors need: signals, signs of life, and the base that a release moves. */
export interface RunningWorld extends World {
  /** Stops running commands when Nx signals us; answers how to stop listening. Signals may come twice. */
  listen(): () => void;
  /** Shows that the run is alive until the answer is called; when its lock is lost, running commands are stopped. Never in a hook: it may outlive its run. */
  beat(environment: string): () => void;
  /** Moves the local base ref of the environment, which `nx affected --base=…` compares with. */
  moveBase(environment: string): Promise<void>;
  /** Whether the workspace's repository has such a ref or commit. */
  knowsRevision(revision: string): Promise<boolean>;
  /** Brings the whole set back in a run of its own, under the lock of this one. */
  rollBack(environment: string): Promise<NestedEnd>;
  /** Deploys what changed since the last release of the environment, as a run of its own. */
  deployAffected(environment: string): Promise<NestedEnd>;
  /** Tells Nx what a verification of the component would be about, so that it replays a pass only where that is the same. */
  announceLive(component: string, key: string): void;
  /** The same world for one of several tasks in a process: what it says goes there, without secrets. */
  speakingTo(output: Output): RunningWorld;
  /** The same without secrets, for whoever prints it. */
  maskedError(error: unknown): unknown;
  maskedDocument(document: Json): Json;
}

export function worldNameOf(): WorldName {
  const value = process.env['CONVOY_WORLD'] ?? 'aws';
  if (value !== 'aws' && value !== 'sandbox') throw unknownWorld(value);
  return value;
}

/** When a run begins: ISO 8601. */
export function currentTime(): string {
  return createClock().now();
}

/** Whether Nx was told by its own variables to replay nothing, or to replay failures: those are never worth it. */
export function isCacheOff(): boolean {
  const names = ['NX_SKIP_NX_CACHE', 'NX_DISABLE_NX_CACHE', 'NX_CACHE_FAILURES'];
  return names.some((name) => process.env[name] === 'true');
}

/** Hands the run to its tasks. */
export function announceRun(run: RunContext): void {
  process.env[RUN_VARIABLE] = JSON.stringify(run);
}

export function announcedRun(): RunContext | null {
  const text = process.env[RUN_VARIABLE];
  return text === undefined ? null : runContextSchema.parse(JSON.parse(text));
}

/** The run that started this one and whose lock it works under. */
export function parentRun(): string | null {
  return process.env[PARENT_VARIABLE] ?? null;
}

/** The run that this task belongs to. */
export function runContextOf(environment: string): RunContext {
  const run = announcedRun();
  if (run === null)
    throw new TypeError(
      'CONVOY_RUN is not set: the run hook of nx-convoy did not run; is the plugin named in nx.json?',
    );
  if (run.environment !== environment)
    throw new TypeError(`the run is for ${run.environment}, the task for ${environment}`);
  return run;
}

export async function worldOf(root: string, environment: string, run: RunContext): Promise<RunningWorld> {
  const { manifest } = await openWorkspace(root);
  const declaration = manifest.environments[environment];
  const place = await placeOf(root, run.world);
  const home = join(root, '.convoy');
  await openHome(home);
  const secrets = (): string[] => [...place.secrets(), ...referencedValues(manifest, place.variable)];
  const clock = createClock();
  const web = createWeb(place.web);
  const output = maskedOutput(createTerminalOutput(), secrets);
  const shell = createGuardedShell({ secrets, run: run.under ?? run.run });
  const own = { environment: picked(process.env, () => true) };
  const coordination = createCoordination({ root, ...own });
  const remote = place.ledgerRemote ?? (await coordination.ledgerRemote(manifest.ledger?.remote ?? 'origin'));
  const records = await recordsOf({ run, home, place, remote, output, secrets });
  const mirrors = { home, rewrites: place.gitRewrites, environment: place.gitEnvironment };
  const clouds = new Map<string, Cloud>();
  const databases = new Map<string, Databases>();
  const logs = new Map<string, Logs>();
  const watches = new Map<string, Watch>();
  const scratch = createScratchDatabases({ root, home, known: place.scratch, variable: place.variable });
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    shell.interrupt();
    scratch.interrupt();
  };
  const world: RunningWorld = {
    ...records,
    name: run.world,
    plugin: await pluginVersion(),
    repos: createRepos(mirrors),
    edits: createCommittedEdits(mirrors),
    merges: createMerges(mirrors),
    history: createHistory(mirrors),
    tags: createTags({
      ...mirrors,
      coordination: { root, settings: { ...own, rewrites: place.gitRewrites }, remote },
    }),
    sql: createSqlParser(),
    scratch,
    questions: createTerminalQuestions(process.stdin.isTTY),
    cloud: (region) =>
      once(clouds, region, () => createCloud({ region, ...place.cloud(declaration, run.run) })),
    logs: (region) => once(logs, region, () => createLogs({ region, ...place.cloud(declaration, run.run) })),
    databases: (region) =>
      once(databases, region, () => createDatabases({ region, ...place.cloud(declaration, run.run) })),
    watch: (region) =>
      once(watches, region, () => createWatch({ region, ...place.cloud(declaration, run.run) })),
    pages: createPages({ baseURL: place.pagesEndpoint, variable: place.variable }),
    shell,
    web,
    browser: createBrowser({ ...browserPlaces(root, home, process.env), web: place.web }),
    announcements: maskedAnnouncements(
      createAnnouncements({ web, clock, variable: place.variable }),
      secrets,
    ),
    clock,
    output,
    journal: maskedJournal(createJournal({ home }), secrets),
    artefacts: createArtefacts({ home }),
    interrupted: () => interrupted,
    who: whoIs(),
    coordination,
    flags: run.flags,
    variable: place.variable,
    childEnvironment: (component, purpose) =>
      place.childEnvironment({ component, purpose, environment: declaration, run: run.run }),
    listen: () => listenToSignals(interrupt),
    beat: (name) => records.lease.beating(name, interrupt),
    moveBase: (name) => coordination.moveBase(baseRef(run.world, name)),
    knowsRevision: (revision) => coordination.knows(revision),
    rollBack: (name) =>
      nestedRun(
        {
          root,
          run,
          environment: name,
          words: ['run-many', '--targets=rollback'],
          variables: { ...freeVariables(), [PARENT_VARIABLE]: run.run },
        },
        shell,
        output,
      ),
    deployAffected: (name) =>
      nestedRun(
        {
          root,
          run,
          environment: name,
          words: ['affected', '--targets=deploy', `--base=${baseRef(run.world, name)}`],
          variables: freeVariables(),
        },
        shell,
        output,
      ),
    announceLive: (component, key) => {
      process.env[liveVariable(component)] = key;
    },
    maskedError: (error) => maskError(error, secrets()),
    maskedDocument: (document) => maskJson(document, secrets()),
    speakingTo: (other) => ({ ...world, output: maskedOutput(other, secrets) }),
  };
  return world;
}

/** The local ref that a release moves: what `nx affected` compares with. */
function baseRef(world: RunContext['world'], environment: string): string {
  return world === 'sandbox' ? `refs/convoy/sandbox/base/${environment}` : `refs/convoy/base/${environment}`;
}

/** What a nested Nx inherits: nothing of this run's, nor of the Nx that carries it. */
function freeVariables(): Record<string, string> {
  const own = picked(process.env, (name) => !/^(NX_|CONVOY_RUN|CONVOY_UNDER)/.test(name));
  return { ...own, NX_DAEMON: 'false' };
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

async function placeOf(root: string, world: WorldName): Promise<Place> {
  if (world === 'aws') return awsPlace(process.env);
  const path = join(root, '.convoy', 'sandbox.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  return sandboxPlace(process.env, text);
}
