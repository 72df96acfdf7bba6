import type { Step } from '../../model/plan';
import { DONE, type Scene, type StepOutcome } from './step-outcome';

/** All layers of a function at once, in their order. */
export async function setLayers(
  step: Step & { type: 'set-layers' },
  { order, world }: Scene,
): Promise<StepOutcome> {
  await world.cloud(order.component.region).setLayers(step.function, step.layers);
  world.output.line(
    `${step.function}: ${step.layers.map((arn) => arn.split(':').slice(6).join(':')).join(', ')}`,
  );
  return DONE;
}
