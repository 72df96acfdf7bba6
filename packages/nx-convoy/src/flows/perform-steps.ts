import { substituteOutputs, unknownOutputs } from '../decide/resolve-component';
import { isCoordinationError } from '../model/coordination-error';
import type { Json } from '../model/json';
import type { Step } from '../model/plan';
import { unreachable } from '../model/unreachable';
import { failureOf } from './failure-of';
import { moveAlias, setAliases } from './steps/aliases';
import { carry, push } from './steps/branches';
import { confirmLease } from './steps/confirm-lease';
import { migrate, revertMigrations } from './steps/migrate';
import { putAlarms } from './steps/put-alarms';
import { setLayers } from './steps/set-layers';
import { runCommand } from './steps/run-command';
import { snapshot } from './steps/snapshot';
import { continueRollback, deleteStack, restoreStack } from './steps/stacks';
import { DONE, failedStep, type Scene, type StepOutcome } from './steps/step-outcome';

export interface Performance {
  readonly outcome: StepOutcome;
  /** What functions answered, kept in the receipt. */
  readonly answers: readonly Json[];
}

/**
 * Performs the steps in order and stops at the first that does not succeed. None begins without proof that the lock is still ours: whoever took
 * it over is at work, and the refusal is thrown, since nothing can be recorded any more.
 */
export async function performSteps(steps: readonly Step[], scene: Scene): Promise<Performance> {
  const { world } = scene;
  const answers: Json[] = [];
  const unknown = unknownIn(steps, scene);
  if (unknown !== null) return { outcome: unknown, answers };
  for (const step of steps) {
    if (world.interrupted()) return { outcome: { type: 'interrupted' }, answers };
    const outcome = await performSafely(step, scene);
    if (outcome.type !== 'done') return { outcome, answers };
    if (outcome.answer !== undefined) answers.push(outcome.answer);
  }
  return { outcome: { type: 'done' }, answers };
}

/** A command never runs with a placeholder in place of a value; nor does what stands before it, since the rest could not follow. */
function unknownIn(steps: readonly Step[], { order, outputs }: Scene): StepOutcome | null {
  const commands = steps.flatMap((step) => (step.type === 'run' ? [step.command] : []));
  const unknown = unknownOutputs(substituteOutputs(commands, outputs));
  if (unknown.length === 0) return null;
  const message = `${unknown.join(', ')} is not known: whoever yields it has none in its last receipt; nothing was run`;
  return failedStep(order, { code: 'CONVOY_STEP_FAILED', step: 'fill in what others yield', message });
}

/**
 * Trouble with a provider is a failed step, and so is a lock of which nobody can say whose it is: what was done is kept. A lock that is known
 * to be lost is thrown. A bug leaves the open `started` to the next run.
 */
async function performSafely(step: Step, scene: Scene): Promise<StepOutcome> {
  try {
    await confirmLease(scene);
    return await performStep(step, scene);
  } catch (cause) {
    if (isCoordinationError(cause) && cause.code === 'CONVOY_LOCK_LOST') throw cause;
    return { type: 'failed', failure: failureOf(cause, step.why, scene.order) };
  }
}

async function performStep(step: Step, scene: Scene): Promise<StepOutcome> {
  const { pages } = scene.world;
  switch (step.type) {
    case 'run':
      return runCommand(step, scene);
    case 'migrate':
      return migrate(step, scene);
    case 'revert-migrations':
      return revertMigrations(step, scene);
    case 'put-alarms':
      return putAlarms(step, scene);
    case 'snapshot':
      return snapshot(step, scene);
    case 'move-alias':
      return moveAlias(step, scene);
    case 'set-aliases':
      return setAliases(step, scene);
    case 'set-layers':
      return setLayers(step, scene);
    case 'delete-stack':
      return deleteStack(step, scene);
    case 'continue-rollback':
      return continueRollback(step, scene);
    case 'restore-stack':
      return restoreStack(step, scene);
    case 'push':
      return push(step, scene);
    case 'carry':
      return carry(step, scene);
    case 'request-build':
      await pages.build(step.pages);
      return DONE;
    case 'pages-rollback':
      await pages.rollback(step.pages, step.deployment);
      return DONE;
    default:
      return unreachable(step);
  }
}
