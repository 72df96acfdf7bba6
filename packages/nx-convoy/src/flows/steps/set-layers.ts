import type { Step } from '../../model/plan';
import { cloudOf } from './cloud-of';
import { DONE, type Scene, type StepOutcome } from './step-outcome';

/** All layers of a function at once, in their order. */
export async function setLayers(step: Step & { type: 'set-layers' }, scene: Scene): Promise<StepOutcome> {
  await cloudOf(scene).setLayers(step.function, step.layers);
  scene.world.output.line(
    `${step.function}: ${step.layers.map((arn) => arn.split(':').slice(6).join(':')).join(', ')}`,
  );
  return DONE;
}
