import { concernedTargets } from '../decide/concerns';
import { renderDrift } from '../decide/render-drift';
import { renderFeature } from '../decide/render-feature';
import { renderPreviews } from '../decide/render-preview';
import { renderStatus } from '../decide/render-status';
import { deployOrder } from '../decide/graph';
import { readInvocation } from '../decide/read-invocation';
import type { DriftDocument } from '../model/drift-document';
import type { Manifest } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import type { StatusDocument } from '../model/status-document';
import { taskNoteSchema, type PreviewDocument, type TaskNote } from '../model/task-note';
import { announcedRun, worldOf, type RunningWorld } from '../world';
import { componentNames, openWorkspace, type Workspace } from '../workspace';
import { presented } from './presented';
import { replayedNotes, type TaskOutcome } from './replayed-notes';
import { tellRun } from './tell-run';

interface HookContext {
  readonly workspaceRoot: string;
  readonly argv: readonly string[];
  readonly taskResults: Readonly<Record<string, TaskOutcome>>;
}

/** Tells the whole story once: Nx hides the output of successful tasks where there is no terminal. */
export async function afterRun(context: HookContext): Promise<void> {
  const run = announcedRun();
  if (run === null) return;
  try {
    const workspace = await openWorkspace(context.workspaceRoot);
    if (!isOurs(context, workspace)) return;
    const world = await worldOf(context.workspaceRoot, run.environment, run);
    await tell({ run, workspace, results: Object.values(context.taskResults) }, world).catch(
      (error: unknown) => {
        throw world.maskedError(error);
      },
    );
  } catch (error) {
    throw presented(error);
  }
}

interface EndedRun {
  readonly run: RunContext;
  readonly workspace: Workspace;
  readonly results: readonly TaskOutcome[];
}

async function tell({ run, workspace, results }: EndedRun, world: RunningWorld): Promise<void> {
  const stopListening = world.listen();
  try {
    const notes = await readNotes(run, world);
    printPreviews(notes, workspace.manifest, world);
    printStatus(notes, workspace.manifest, world);
    printDrift(notes, workspace.manifest, world);
    printFeature(notes, world);
    // A question about all environments has acted on none.
    if (run.environment === '') return;
    const replayed = await replayedOf(results, run, world);
    await tellRun({ run, notes: [...notes, ...replayed], workspace }, world);
  } finally {
    stopListening();
  }
}

async function replayedOf(
  results: readonly TaskOutcome[],
  { environment }: RunContext,
  world: RunningWorld,
): Promise<TaskNote[]> {
  if (!results.some(({ task }) => task.target.target === 'verify')) return [];
  return replayedNotes(results, await world.ledger.read(environment));
}

/** Under the daemon the announcement outlives its run: another command must not tell the story of the last one again. */
function isOurs({ argv }: HookContext, { manifest }: Workspace): boolean {
  const invocation = readInvocation(argv);
  return invocation !== null && concernedTargets(invocation, componentNames(manifest)).length > 0;
}

async function readNotes(run: RunContext, world: RunningWorld): Promise<TaskNote[]> {
  return [...(await world.journal.notes(run.run)).values()].map((note) => taskNoteSchema.parse(note));
}

function printPreviews(notes: readonly TaskNote[], manifest: Manifest, world: RunningWorld): void {
  const found = new Map<string, PreviewDocument>();
  for (const note of notes)
    if (note.type === 'plan') for (const each of note.previews) found.set(each.component, each);
  if (found.size === 0) return;
  for (const line of renderPreviews(inOrder([...found.values()], manifest))) world.output.line(line);
  for (const note of notes)
    if (note.type === 'plan' && note.calendar != null) world.output.line(`  ${note.calendar}`);
}

function printStatus(notes: readonly TaskNote[], manifest: Manifest, world: RunningWorld): void {
  const documents = notes.flatMap((note) => (note.type === 'status' ? [note.document] : []));
  const [first] = documents;
  if (first === undefined) return;
  const rows = new Map(
    documents.flatMap((document) => document.components).map((each) => [each.component, each]),
  );
  const flags = documents.flatMap((document) => document.flags ?? []);
  const document: StatusDocument = { ...first, flags, components: inOrder([...rows.values()], manifest) };
  for (const line of renderStatus(document)) world.output.line(line);
}

function printDrift(notes: readonly TaskNote[], manifest: Manifest, world: RunningWorld): void {
  const documents = notes.flatMap((note) => (note.type === 'drift' ? [note.document] : []));
  const [first] = documents;
  if (first === undefined) return;
  const found = new Map(
    documents.flatMap((document) => document.components).map((each) => [each.component, each]),
  );
  const flags = documents.flatMap((document) => document.flags ?? []);
  const document: DriftDocument = { ...first, flags, components: inOrder([...found.values()], manifest) };
  for (const line of renderDrift(document)) world.output.line(line);
}

function printFeature(notes: readonly TaskNote[], world: RunningWorld): void {
  for (const note of notes)
    if (note.type === 'feature') for (const line of renderFeature(note.document)) world.output.line(line);
}

function inOrder<T extends { component: string }>(values: T[], manifest: Manifest): T[] {
  const order = deployOrder(manifest);
  return values.sort((left, right) => order.indexOf(left.component) - order.indexOf(right.component));
}
