import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { createArtefacts } from './effects/artefacts';
import { createCloud } from './effects/aws/cloud';
import { createPages } from './effects/cloudflare/pages';
import { createClock } from './effects/clock';
import { createLedger } from './effects/git/ledger';
import { createRepos } from './effects/git/repos';
import { createWorkspaceRepository } from './effects/git/workspace-repository';
import { createJournal } from './effects/journal';
import { openHome } from './effects/open-home';
import type { Cloud, Journal, Ledger } from './effects/ports';
import { maskJson, maskText } from './effects/shell/mask-json';
import { createGuardedShell } from './effects/shell/shell';
import { createTerminalOutput } from './effects/terminal-output';
import { createWeb } from './effects/web/web';
import type { World } from './flows/world';
import { unknownWorld } from './model/errors';
import { runContextSchema, type RunContext } from './model/run-context';
import type { WorldName } from './model/receipt';
import { awsPlace } from './places/aws-place';
import { picked, type Place } from './places/place';
import { sandboxPlace } from './places/sandbox-place';
import { openWorkspace } from './workspace';

// The only reader of the process's environment: it builds the adapters of the chosen world.

const RUN_VARIABLE = 'CONVOY_RUN';

// The SDK's news about future Node versions is for us, not for whoever deploys.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** A world with what only hooks and executors need: signals, and the base that a release moves. */
export interface RunningWorld extends World {
  /** Stops running commands when Nx signals us; answers how to stop listening. Signals may come twice. */
  listen(): () => void;
  /** Moves the local base ref of the environment, which `nx affected --base=…` compares with. */
  moveBase(environment: string): Promise<void>;
}

export function worldNameOf(): WorldName {
  const value = process.env['CONVOY_WORLD'] ?? 'aws';
  if (value !== 'aws' && value !== 'sandbox') throw unknownWorld(value);
  return value;
}

/** Hands the run to its tasks. */
export function announceRun(run: RunContext): void {
  process.env[RUN_VARIABLE] = JSON.stringify(run);
}

export function announcedRun(): RunContext | null {
  const text = process.env[RUN_VARIABLE];
  return text === undefined ? null : runContextSchema.parse(JSON.parse(text));
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
  const clock = createClock();
  const shell = createGuardedShell({ secrets: () => place.secrets() });
  const remote = manifest.ledger?.remote ?? 'origin';
  const workspaceRepository = createWorkspaceRepository({
    root,
    environment: picked(process.env, () => true),
  });
  const clouds = new Map<string, Cloud>();
  const ledger = createLedger({
    world: run.world,
    home,
    remote: place.ledgerRemote ?? (await workspaceRepository.ledgerRemote(remote)),
    environment: place.gitEnvironment,
    clock,
  });
  const output = createTerminalOutput();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    shell.interrupt();
  };
  return {
    name: run.world,
    repos: createRepos({ home, rewrites: place.gitRewrites, environment: place.gitEnvironment }),
    ledger: maskedLedger(ledger, place),
    cloud: (region) => {
      const known = clouds.get(region) ?? createCloud({ region, ...place.cloud(declaration, run.run) });
      clouds.set(region, known);
      return known;
    },
    pages: createPages({ baseURL: place.pagesEndpoint, variable: place.variable }),
    shell,
    web: createWeb(place.web),
    clock,
    output: { line: (text) => output.line(maskText(text, place.secrets())) },
    journal: maskedJournal(createJournal({ home }), place),
    artefacts: createArtefacts({ home }),
    interrupted: () => interrupted,
    who: `${userInfo().username}@${hostname()}`,
    coordinationCommit: () => workspaceRepository.head(),
    variable: place.variable,
    childEnvironment: (component, purpose) =>
      place.childEnvironment({ component, purpose, environment: declaration, run: run.run }),
    listen: () => listenTo(interrupt),
    moveBase: (name) =>
      workspaceRepository.moveBase(
        run.world === 'sandbox' ? `refs/convoy/sandbox/base/${name}` : `refs/convoy/base/${name}`,
      ),
  };
}

/** What is kept never holds a secret, wherever it came from: a check's answer, a provider's words, a command's last lines. */
function maskedLedger(ledger: Ledger, place: Place): Ledger {
  return {
    ...ledger,
    append: (environment, entries) => ledger.append(environment, maskJson(entries, place.secrets())),
  };
}

function maskedJournal(journal: Journal, place: Place): Journal {
  return {
    ...journal,
    note: (run, key, value) => journal.note(run, key, maskJson(value, place.secrets())),
    report: (run, report) => journal.report(run, maskJson(report, place.secrets())),
  };
}

function listenTo(interrupt: () => void): () => void {
  const events = ['SIGINT', 'SIGTERM', 'disconnect'] as const;
  for (const event of events) process.on(event, interrupt);
  return () => {
    for (const event of events) process.off(event, interrupt);
  };
}

async function placeOf(root: string, world: WorldName): Promise<Place> {
  if (world === 'aws') return awsPlace(process.env);
  const path = join(root, '.convoy', 'sandbox.json');
  const text = await readFile(path, 'utf8').catch(() => null);
  return sandboxPlace(process.env, text);
}
