import { z } from 'zod';
import { isStackMoving } from '../../decide/confirm-live';
import type { StackSource } from '../../effects/ports';
import type { Step } from '../../model/plan';
import { storedStackMissing } from '../../model/rollback-errors';
import { rootCause } from '../root-cause';
import { cloudOf } from './cloud-of';
import { confirmLease } from './confirm-lease';
import { DONE, failedStep, type Scene, type StepOutcome } from './step-outcome';

const PAUSE_MILLISECONDS = 1_000;
const LONGEST_MINUTES = 60;

const sourceSchema: z.ZodType<StackSource> = z.object({
  template: z.string(),
  parameters: z.record(z.string(), z.string().nullable()),
  tags: z.record(z.string(), z.string()),
  capabilities: z.array(z.string()),
});

/** A stack whose first creation failed can only be deleted and made again. */
export async function deleteStack(step: Step & { type: 'delete-stack' }, scene: Scene): Promise<StepOutcome> {
  await cloudOf(scene).deleteStack(step.stack);
  return untilStatus(scene, { stack: step.stack, wanted: ['ABSENT'], what: step.why });
}

/** Goes on with a rollback that CloudFormation could not finish. */
export async function continueRollback(
  step: Step & { type: 'continue-rollback' },
  scene: Scene,
): Promise<StepOutcome> {
  await cloudOf(scene).continueRollback(step.stack);
  return untilStatus(scene, { stack: step.stack, wanted: ['UPDATE_ROLLBACK_COMPLETE'], what: step.why });
}

/** Puts back the template, parameters and tags that were kept. */
export async function restoreStack(
  step: Step & { type: 'restore-stack' },
  scene: Scene,
): Promise<StepOutcome> {
  const { stack, bucket, key } = step.stored;
  const text = await cloudOf(scene).object(bucket, key);
  if (text === null) throw storedStackMissing(stack, bucket, key);
  await confirmLease(scene);
  const outcome = await cloudOf(scene).updateStack(stack, sourceSchema.parse(JSON.parse(text)), bucket);
  if (outcome === 'unchanged') return DONE;
  return untilStatus(scene, { stack, wanted: ['UPDATE_COMPLETE'], what: step.why });
}

interface Wanted {
  readonly stack: string;
  readonly wanted: readonly string[];
  readonly what: string;
}

async function untilStatus(scene: Scene, { stack, wanted, what }: Wanted): Promise<StepOutcome> {
  const { order, world } = scene;
  const since = world.clock.now();
  const deadline = Date.parse(since) + LONGEST_MINUTES * 60_000;
  for (;;) {
    const status = (await cloudOf(scene).stack(stack))?.status ?? 'ABSENT';
    if (wanted.includes(status)) return DONE;
    if (world.interrupted()) return { type: 'interrupted' };
    if (!isStackMoving(status) || Date.parse(world.clock.now()) > deadline) {
      const cause = await rootCause(order.component, since, world);
      const message = cause ?? `stack ${stack} is ${status}, not ${wanted.join(' or ')}`;
      return failedStep(order, { code: 'CONVOY_STEP_FAILED', step: what, message });
    }
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}
