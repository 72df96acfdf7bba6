import type { ExecutorContext } from '@nx/devkit';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isCoordinationError } from '../model/coordination-error';
import type { Json } from '../model/json';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { RunContext } from '../model/run-context';
import type { TaskNote } from '../model/task-note';
import { environmentOf, openWorkspace, type Workspace } from '../workspace';
import { runContextOf, worldOf, type RunningWorld } from '../world';

/** What a task of project `convoy` works with: the environment as a whole. */
export interface EnvironmentTask {
  readonly name: string;
  readonly environment: EnvironmentDeclaration;
  readonly workspace: Workspace;
  readonly world: RunningWorld;
  readonly run: RunContext;
}

export interface EnvironmentOptions {
  /** File for the JSON document, relative to the workspace root. */
  readonly outputFile?: string;
}

export interface Answer {
  readonly document: Json;
  /** What the closing table tells; null: it was said already. */
  readonly note: TaskNote | null;
  /** An answer that is bad news fails the task; default true. */
  readonly success?: boolean;
}

/** Answers one question about an environment in one process; the table is printed once, by the closing hook. */
export async function underEnvironment(
  target: string,
  options: EnvironmentOptions,
  context: ExecutorContext,
  ask: (task: EnvironmentTask) => Promise<Answer>,
): Promise<{ success: boolean }> {
  const workspace = await openWorkspace(context.root);
  const environment = environmentOf(workspace.manifest, context.configurationName);
  const name = context.configurationName ?? '';
  const run = runContextOf(name);
  const world = await worldOf(context.root, name, run);
  return answerTo({ target, options, root: context.root, run: run.run }, world, () =>
    ask({ name, environment, workspace, world, run }),
  );
}

interface Asked {
  readonly target: string;
  readonly options: EnvironmentOptions;
  readonly root: string;
  readonly run: string;
}

/** Notes an answer for the closing table and writes its document; a refusal becomes lines for a person. */
export async function answerTo(
  { target, options, root, run }: Asked,
  world: RunningWorld,
  ask: () => Promise<Answer>,
): Promise<{ success: boolean }> {
  try {
    const { document, note, success = true } = await ask();
    if (note !== null) await world.journal.note(run, `${target}-convoy`, note);
    if (options.outputFile !== undefined)
      await writeDocument(resolve(root, options.outputFile), world.maskedDocument(document));
    return { success };
  } catch (error) {
    if (!isCoordinationError(error)) throw error;
    for (const line of [`✘ ${error.code}   ${error.message}`, `    ${error.remedy}`]) world.output.line(line);
    return { success: false };
  }
}

async function writeDocument(path: string, document: Json): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(document, null, 2)}\n`);
}
