import { join } from 'node:path';
import { substituteOutputs } from '../decide/resolve-component';
import type { ShellOutcome } from '../effects/ports';
import type { Json } from '../model/json';
import type { Step } from '../model/plan';
import type { Failure } from '../model/receipt';
import { unreachable } from '../model/unreachable';
import type { Order } from './order';
import type { OutputValues } from './outputs';
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

/** Performs the steps in order and stops at the first that does not succeed. */
export async function performSteps(
  steps: readonly Step[],
  order: Order,
  outputs: OutputValues,
  world: World,
): Promise<Performance> {
  const answers: Json[] = [];
  for (const step of steps) {
    if (world.interrupted()) return { outcome: { type: 'interrupted' }, answers };
    const outcome = await performStep(step, order, outputs, world);
    if (outcome.type !== 'done') return { outcome, answers };
    if (outcome.answer !== undefined) answers.push(outcome.answer);
  }
  return { outcome: { type: 'done' }, answers };
}

async function performStep(
  step: Step,
  order: Order,
  outputs: OutputValues,
  world: World,
): Promise<StepOutcome> {
  switch (step.type) {
    case 'run':
      return runCommand(step, order, outputs, world);
    case 'migrate':
      return migrate(step, order, world);
    case 'move-alias':
      return moveAlias(step, order, world);
    case 'push':
      return push(step, order, world);
    case 'request-build':
      await world.pages.build(step.pages);
      return { type: 'done' };
    default:
      return unreachable(step);
  }
}

async function runCommand(
  step: Step & { type: 'run' },
  order: Order,
  outputs: OutputValues,
  world: World,
): Promise<StepOutcome> {
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
  const cause = await rootCause(component, since, world);
  return failed('CONVOY_STEP_FAILED', command.argv.join(' '), cause ?? describeShell(outcome), order);
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

async function migrate(step: Step & { type: 'migrate' }, order: Order, world: World): Promise<StepOutcome> {
  const cloud = world.cloud(order.component.region);
  const outcome = await cloud.invoke(step.migrations.function, step.migrations.apply);
  const name = `migrate ${step.versions.join(', ')}`;
  if (outcome.type !== 'answered') return failed('CONVOY_MIGRATION_FAILED', name, outcome.message, order);
  const { answer } = outcome;
  const status = typeof answer === 'object' && answer !== null && 'Status' in answer ? answer.Status : null;
  if (status === 'SUCCESS') return { type: 'done', answer };
  const reason =
    typeof answer === 'object' && answer !== null && 'Reason' in answer
      ? String(answer.Reason)
      : JSON.stringify(answer);
  return failed('CONVOY_MIGRATION_FAILED', name, reason, order);
}

/** The version is published and the alias moved to it only after the deploy's own commands: an alias has one owner. */
async function moveAlias(
  step: Step & { type: 'move-alias' },
  order: Order,
  world: World,
): Promise<StepOutcome> {
  const cloud = world.cloud(order.component.region);
  const version = await cloud.publishVersion(step.function.name);
  await cloud.moveAlias(step.function.name, step.alias, version);
  world.output.line(`${step.function.name}: ${step.alias} → ${version}`);
  return { type: 'done' };
}

async function push(step: Step & { type: 'push' }, order: Order, world: World): Promise<StepOutcome> {
  const repo = { name: order.component.repo, url: order.component.url };
  const outcome = await world.repos.push(repo, {
    branch: step.pages.branch,
    expected: step.from,
    to: step.commit,
  });
  if (outcome.type === 'pushed') return { type: 'done' };
  return failed('CONVOY_PUSH_REJECTED', step.why, outcome.message, order);
}

function failed(code: string, step: string, message: string, order: Order): StepOutcome {
  return { type: 'failed', failure: { code, step, message, remedy: resumeCommand(order) } };
}

/** The command that goes on after the cause is mended: it does exactly what is missing. */
export function resumeCommand(order: Order): string {
  return `mend the cause, re-pin ${order.component.name} if its repository changes, then: nx run-many -t deploy --configuration=${order.component.environment}`;
}
