import { join } from 'node:path';
import { substituteOutputs } from '../decide/resolve-component';
import type { ShellOutcome } from '../effects/ports';
import type { Json } from '../model/json';
import type { Step } from '../model/plan';
import type { Failure } from '../model/receipt';
import { unreachable } from '../model/unreachable';
import { failureOf } from './failure-of';
import type { Order } from './order';
import type { OutputValues } from './outputs';
import { resumeCommand } from './resume-command';
import { rootCause } from './root-cause';
import type { World } from './world';

export type StepOutcome =
  | { readonly type: 'done'; readonly answer?: Json }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'interrupted' };

export interface Performance {
  readonly outcome: StepOutcome;
  /** What functions answered, kept in the receipt. */
  readonly answers: readonly Json[];
}

/** What every step works with. */
export interface Scene {
  readonly order: Order;
  /** Outputs of other components, which commands may use. */
  readonly outputs: OutputValues;
  readonly world: World;
}

/** Performs the steps in order and stops at the first that does not succeed. */
export async function performSteps(steps: readonly Step[], scene: Scene): Promise<Performance> {
  const answers: Json[] = [];
  for (const step of steps) {
    if (scene.world.interrupted()) return { outcome: { type: 'interrupted' }, answers };
    const outcome = await performSafely(step, scene);
    if (outcome.type !== 'done') return { outcome, answers };
    if (outcome.answer !== undefined) answers.push(outcome.answer);
  }
  return { outcome: { type: 'done' }, answers };
}

/** Once begun, trouble with a provider is a failed step; a bug leaves the open `started` to the next run. */
async function performSafely(step: Step, scene: Scene): Promise<StepOutcome> {
  try {
    return await performStep(step, scene);
  } catch (cause) {
    return { type: 'failed', failure: failureOf(cause, step.why, scene.order) };
  }
}

async function performStep(step: Step, scene: Scene): Promise<StepOutcome> {
  switch (step.type) {
    case 'run':
      return runCommand(step, scene);
    case 'migrate':
      return migrate(step, scene);
    case 'move-alias':
      return moveAlias(step, scene);
    case 'push':
      return push(step, scene);
    case 'request-build':
      await scene.world.pages.build(step.pages);
      return { type: 'done' };
    default:
      return unreachable(step);
  }
}

async function runCommand(step: Step & { type: 'run' }, scene: Scene): Promise<StepOutcome> {
  const { order, outputs, world } = scene;
  const { component, pin } = order;
  const command = substituteOutputs(step.command, outputs);
  const since = world.clock.now();
  const outcome = await world.shell.run({
    command,
    folder: join(world.artefacts.folder(component.name, pin.commit), command.in),
    environment: await world.childEnvironment(component, 'deploy'),
    onLine: (line) => world.output.line(line),
  });
  if (outcome.type === 'exited' && outcome.code === 0) return { type: 'done' };
  if (outcome.type === 'interrupted') return { type: 'interrupted' };
  const said = describeShell(outcome);
  const message = (await causeOf(scene, since)) ?? said;
  return failed(order, { code: 'CONVOY_STEP_FAILED', step: command.argv.join(' '), message });
}

/** A provider that cannot say why must not hide what the command itself said. */
async function causeOf({ order, world }: Scene, since: string): Promise<string | null> {
  try {
    return await rootCause(order.component, since, world);
  } catch (cause) {
    failureOf(cause, 'ask for the cause', order);
    return null;
  }
}

function describeShell(outcome: Exclude<ShellOutcome, { type: 'interrupted' }>): string {
  switch (outcome.type) {
    case 'exited':
      return `exit code ${outcome.code}\n${outcome.tail}`.trim();
    case 'timed-out':
      return `did not end within ${outcome.seconds} s\n${outcome.tail}`.trim();
    case 'not-started':
      return outcome.message;
    default:
      return unreachable(outcome);
  }
}

async function migrate(step: Step & { type: 'migrate' }, { order, world }: Scene): Promise<StepOutcome> {
  const cloud = world.cloud(order.component.region);
  const outcome = await cloud.invoke(step.migrations.function, step.migrations.apply);
  const failure = { code: 'CONVOY_MIGRATION_FAILED', step: `migrate ${step.versions.join(', ')}` };
  if (outcome.type !== 'answered') return failed(order, { ...failure, message: outcome.message });
  const { Status: status, Reason: reason } = fieldsOf(outcome.answer);
  if (status === 'SUCCESS') return { type: 'done', answer: outcome.answer };
  const message = typeof reason === 'string' ? reason : JSON.stringify(outcome.answer);
  return failed(order, { ...failure, message });
}

function fieldsOf(answer: Json): { readonly [key: string]: Json } {
  return typeof answer === 'object' && answer !== null && !Array.isArray(answer)
    ? (answer as { readonly [key: string]: Json })
    : {};
}

/** The version is published and the alias moved to it only after the deploy's own commands: an alias has one owner. */
async function moveAlias(step: Step & { type: 'move-alias' }, { order, world }: Scene): Promise<StepOutcome> {
  const cloud = world.cloud(order.component.region);
  const version = await cloud.publishVersion(step.function.name);
  await cloud.moveAlias(step.function.name, step.alias, version);
  world.output.line(`${step.function.name}: ${step.alias} → ${version}`);
  return { type: 'done' };
}

async function push(step: Step & { type: 'push' }, { order, world }: Scene): Promise<StepOutcome> {
  const repo = { name: order.component.repo, url: order.component.url };
  const outcome = await world.repos.push(repo, {
    branch: step.pages.branch,
    expected: step.from,
    to: step.commit,
  });
  if (outcome.type === 'pushed') return { type: 'done' };
  return failed(order, { code: 'CONVOY_PUSH_REJECTED', step: step.why, message: outcome.message });
}

function failed(order: Order, failure: Omit<Failure, 'remedy'>): StepOutcome {
  return { type: 'failed', failure: { ...failure, remedy: resumeCommand(order) } };
}
