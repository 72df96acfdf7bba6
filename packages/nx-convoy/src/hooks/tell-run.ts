import { buildReport } from '../decide/build-report';
import { deployOrder } from '../decide/graph';
import { movedSince } from '../decide/guards/moved-since';
import { renderReport } from '../decide/render-report';
import { rollbackTarget } from '../decide/rollback-target';
import type { Wanted } from '../decide/set-of';
import { announceEnd } from '../flows/announce';
import { closeRun } from '../flows/close-run';
import { notices } from '../flows/notices';
import { isCoordinationError } from '../model/coordination-error';
import type { LedgerState } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import type { RunContext } from '../model/run-context';
import type { RunReport } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import type { RunningWorld } from '../world';
import { componentIn, componentNames, pinOrNull, type Workspace } from '../workspace';
import { undoFailure } from './undo-failure';

export interface Story {
  readonly run: RunContext;
  readonly notes: readonly TaskNote[];
  readonly workspace: Workspace;
}

const ACTING = ['deploy', 'rollback', 'verify'];
/** Deploying is not what goes on with them. */
const ASIDE = ['test', 'try', 'sql'];

/** Ends a run that acted: undoes a failed one where that is wished, records what it amounts to, frees the lock, and tells the whole of it once. */
export async function tellRun(story: Story, world: RunningWorld): Promise<void> {
  const { run, notes } = story;
  const works = notes.flatMap((note) => (note.type === 'work' ? [note] : []));
  const acted = works.some((note) => ACTING.includes(note.target));
  const held = await world.lease.token(run.environment);
  if (works.length === 0 && held === null) return;
  const undone = await undoFailure(story, world);
  const { complete, trouble } =
    acted || held !== null ? await closed(story, world) : { complete: false, trouble: null };
  const deployed = works.some((note) => note.target === 'deploy');
  const document: RunReport = buildReport({
    context: run,
    finishedAt: world.clock.now(),
    notes,
    order: deployOrder(story.workspace.manifest),
    complete: complete && deployed,
    undone,
  });
  const path = await world.journal.report(run.run, document);
  const isAboutPins = !works.some((note) => ASIDE.includes(note.target));
  const extras = { ...(await extrasOf(story, document, world)), isAboutPins };
  if (works.length > 0) for (const line of renderReport(document, path, extras)) world.output.line(line);
  const isTold = run.announced !== null || (held !== null && works.some(isDeed));
  if (isTold) await announceEnd({ run, manifest: story.workspace.manifest }, document, world);
  if (trouble !== null) throw trouble;
  if (complete && deployed) await world.moveBase(run.environment);
}

/** What people are told of; a verification is nobody's news. */
function isDeed({ target }: { readonly target: string }): boolean {
  return target === 'deploy' || target === 'rollback';
}

interface Closing {
  readonly complete: boolean;
  readonly trouble: Error | null;
}

/** What the tasks did is told even where the ledger cannot be reached any more. */
async function closed({ run, workspace }: Story, world: RunningWorld): Promise<Closing> {
  try {
    const wanted = await wantedIn(workspace, run.environment);
    const components = componentsIn(workspace, run.environment);
    return await closeRun({ run, wanted, components }, world);
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return { complete: false, trouble: cause };
  }
}

function componentsIn({ manifest }: Workspace, environment: string): ResolvedComponent[] {
  return componentNames(manifest).flatMap((name) => componentIn(manifest, name, environment) ?? []);
}

function wantedIn(workspace: Workspace, environment: string): Promise<Wanted[]> {
  const present = componentsIn(workspace, environment).map(({ name }) => name);
  return Promise.all(
    present.map(async (component) => ({
      component,
      pin: await pinOrNull(workspace, component, environment),
    })),
  );
}

const ENDED: readonly RunReport['outcome'][] = ['released', 'unchanged'];

/** Where a run did not end well: what is held, which pins moved since the set last passed, and whether there is a way back. */
async function extrasOf({ run, workspace }: Story, report: RunReport, world: RunningWorld) {
  const state = ENDED.includes(report.outcome) ? null : await stateOrNull(run.environment, world);
  if (state === null) return { lines: [], canGoBack: false };
  const wanted = await wantedIn(workspace, run.environment);
  const pins = Object.fromEntries(wanted.map(({ component, pin }) => [component, pin]));
  const isUnverified = report.components.some(
    (each) => each.error?.code === 'CONVOY_NOT_VERIFIED' && each.outcome === 'failed',
  );
  const pass = state.releases.at(-1) ?? null;
  const moved = isUnverified ? movedSince(pass, pins) : [];
  const lines = [
    ...(moved.length === 0 ? [] : [`since the set last passed (run ${pass?.run ?? ''}):`]),
    ...moved.map((line) => `    ${line}`),
    ...(report.outcome === 'rolled-back' ? await notices(workspace.manifest, state, world) : []),
  ];
  return { lines, canGoBack: rollbackTarget(state).type === 'target' };
}

async function stateOrNull(environment: string, world: RunningWorld): Promise<LedgerState | null> {
  try {
    return await world.ledger.read(environment);
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return null;
  }
}
