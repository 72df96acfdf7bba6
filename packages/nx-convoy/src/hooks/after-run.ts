import { concernedTargets } from '../decide/concerns';
import { buildReport } from '../decide/build-report';
import { renderPreviews } from '../decide/render-preview';
import { renderReport } from '../decide/render-report';
import { renderStatus } from '../decide/render-status';
import { deployOrder } from '../decide/graph';
import { readInvocation } from '../decide/read-invocation';
import { statusRow } from '../decide/status-row';
import { isCoordinationError } from '../model/coordination-error';
import type { Manifest } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import type { RunReport } from '../model/run-report';
import type { StatusDocument } from '../model/status-document';
import { taskNoteSchema, type PreviewDocument, type TaskNote } from '../model/task-note';
import { announcedRun, worldOf, type RunningWorld } from '../world';
import { componentIn, componentNames, openWorkspace, pinOrNull, type Workspace } from '../workspace';
import { presented } from './presented';

interface HookContext {
  readonly workspaceRoot: string;
  readonly argv: readonly string[];
}

/** Tells the whole story once: Nx hides the output of successful tasks where there is no terminal. */
export async function afterRun(context: HookContext): Promise<void> {
  const run = announcedRun();
  if (run === null) return;
  try {
    const workspace = await openWorkspace(context.workspaceRoot);
    if (!isOurs(context, workspace)) return;
    const world = await worldOf(context.workspaceRoot, run.environment, run);
    const notes = await readNotes(run, world);
    printPreviews(notes, workspace.manifest, world);
    printStatus(notes, workspace.manifest, world);
    if (notes.some((note) => note.type === 'work')) await report({ run, notes }, workspace, world);
  } catch (error) {
    throw presented(error);
  }
}

/** Under the daemon the announcement outlives its run: another command must not tell the story of the last one again. */
function isOurs({ argv }: HookContext, { manifest }: Workspace): boolean {
  const invocation = readInvocation(argv);
  return invocation !== null && concernedTargets(invocation, componentNames(manifest)).length > 0;
}

async function readNotes(run: RunContext, world: RunningWorld): Promise<TaskNote[]> {
  return [...(await world.journal.notes(run.run)).values()].map((note) => taskNoteSchema.parse(note));
}

interface Story {
  readonly run: RunContext;
  readonly notes: readonly TaskNote[];
}

async function report({ run, notes }: Story, workspace: Workspace, world: RunningWorld): Promise<void> {
  const deployed = notes.some((note) => note.type === 'work' && note.target === 'deploy');
  const { complete, trouble } = deployed
    ? await completeness(workspace, run.environment, world)
    : { complete: false, trouble: null };
  const order = deployOrder(workspace.manifest);
  const document: RunReport = buildReport({
    context: run,
    finishedAt: world.clock.now(),
    notes,
    order,
    complete,
  });
  const path = await world.journal.report(run.run, document);
  for (const line of renderReport(document, path)) world.output.line(line);
  if (trouble !== null) throw trouble;
  if (complete) await world.moveBase(run.environment);
}

interface Completeness {
  readonly complete: boolean;
  readonly trouble: Error | null;
}

/** What the tasks did is told even where the ledger cannot be asked whether it is a release. */
async function completeness(
  workspace: Workspace,
  environment: string,
  world: RunningWorld,
): Promise<Completeness> {
  try {
    return { complete: await isComplete(workspace, environment, world), trouble: null };
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return { complete: false, trouble: cause };
  }
}

/** Whether every component present in the environment is verified at its pin: only then is a run a release. */
async function isComplete(workspace: Workspace, environment: string, world: RunningWorld): Promise<boolean> {
  const ledger = await world.ledger.read(environment);
  const present = componentNames(workspace.manifest).filter(
    (name) => componentIn(workspace.manifest, name, environment) !== null,
  );
  const rows = await Promise.all(
    present.map(async (component) => {
      const pin = await pinOrNull(workspace, component, environment);
      return statusRow({ component, pin, record: ledger.components[component] ?? null, live: null });
    }),
  );
  return rows.every((row) => row.verdict === 'passed' && row.pin?.tree === row.live?.tree);
}

function printPreviews(notes: readonly TaskNote[], manifest: Manifest, world: RunningWorld): void {
  const found = new Map<string, PreviewDocument>();
  for (const note of notes)
    if (note.type === 'plan') for (const each of note.previews) found.set(each.component, each);
  if (found.size === 0) return;
  for (const line of renderPreviews(inOrder([...found.values()], manifest))) world.output.line(line);
}

function printStatus(notes: readonly TaskNote[], manifest: Manifest, world: RunningWorld): void {
  const documents = notes.flatMap((note) => (note.type === 'status' ? [note.document] : []));
  const [first] = documents;
  if (first === undefined) return;
  const rows = new Map(
    documents.flatMap((document) => document.components).map((each) => [each.component, each]),
  );
  const document: StatusDocument = { ...first, components: inOrder([...rows.values()], manifest) };
  for (const line of renderStatus(document)) world.output.line(line);
}

function inOrder<T extends { component: string }>(values: T[], manifest: Manifest): T[] {
  const order = deployOrder(manifest);
  return values.sort((left, right) => order.indexOf(left.component) - order.indexOf(right.component));
}
