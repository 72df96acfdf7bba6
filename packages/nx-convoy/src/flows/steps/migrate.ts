import type { Json } from '../../model/json';
import type { Step } from '../../model/plan';
import { fillPayload } from '../../decide/fill-payload';
import { cloudOf } from './cloud-of';
import { failedStep, type Scene, type StepOutcome } from './step-outcome';

/** Applies what is missing by a synchronous invoke: its failure is the step's failure. */
export function migrate(step: Step & { type: 'migrate' }, scene: Scene): Promise<StepOutcome> {
  const { function: name, apply } = step.migrations;
  return ask({ name, payload: apply, step: `migrate ${step.versions.join(', ')}` }, scene);
}

/** Undoes migrations down to a version. */
export function revertMigrations(
  step: Step & { type: 'revert-migrations' },
  scene: Scene,
): Promise<StepOutcome> {
  const { function: name, revert } = step.migrations;
  const payload = fillPayload(revert, { version: String(step.to) });
  return ask({ name, payload, step: `revert ${step.versions.join(', ')}` }, scene);
}

interface Question {
  readonly name: string;
  readonly payload: Json;
  readonly step: string;
}

async function ask({ name, payload, step }: Question, scene: Scene): Promise<StepOutcome> {
  const { order } = scene;
  const outcome = await cloudOf(scene).invoke(name, payload);
  const failure = { code: 'CONVOY_MIGRATION_FAILED', step };
  if (outcome.type !== 'answered') return failedStep(order, { ...failure, message: outcome.message });
  const { Status: status, Reason: reason } = fieldsOf(outcome.answer);
  if (status === 'SUCCESS') return { type: 'done', answer: outcome.answer };
  const message = typeof reason === 'string' ? reason : JSON.stringify(outcome.answer);
  return failedStep(order, { ...failure, message });
}

function fieldsOf(answer: Json): { readonly [key: string]: Json } {
  return typeof answer === 'object' && answer !== null && !Array.isArray(answer)
    ? (answer as { readonly [key: string]: Json })
    : {};
}
