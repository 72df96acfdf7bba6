import type { Step } from '../../model/plan';
import { failedStep, type Scene, type StepOutcome } from './step-outcome';

const PAUSE_MILLISECONDS = 5_000;
const LONGEST_MINUTES = 120;

/** A snapshot of the database ahead of what cannot be undone; named by the run, since one of an earlier run lacks what was written since. */
export async function snapshot(
  step: Step & { type: 'snapshot' },
  { order, world }: Scene,
): Promise<StepOutcome> {
  const databases = world.databases(order.component.region);
  const name = snapshotName(step.instance, order.run);
  await databases.snapshot(step.instance, name);
  const deadline = Date.parse(world.clock.now()) + LONGEST_MINUTES * 60_000;
  for (;;) {
    const status = await databases.snapshotStatus(name);
    if (status === 'available') return { type: 'done', answer: { snapshot: name } };
    if (world.interrupted()) return { type: 'interrupted' };
    const isLate = Date.parse(world.clock.now()) > deadline;
    if (isLate || status === 'failed' || status === null) {
      const message = `snapshot ${name} of ${step.instance} is ${status ?? 'gone'}`;
      return failedStep(order, { code: 'CONVOY_STEP_FAILED', step: step.why, message });
    }
    await world.clock.pause(PAUSE_MILLISECONDS);
  }
}

/** As RDS takes names: letters, digits and single hyphens. */
function snapshotName(instance: string, run: string): string {
  return `convoy-${instance}-${run}`.replace(/[^a-zA-Z0-9-]/g, '-').replace(/-+/g, '-');
}
