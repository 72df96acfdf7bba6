import type { Step } from '../../model/plan';
import { confirmLease } from './confirm-lease';
import { DONE, failedStep, type Scene, type StepOutcome } from './step-outcome';

/** Moves the branch whose push is the deploy. */
export async function push(step: Step & { type: 'push' }, scene: Scene): Promise<StepOutcome> {
  const move = { branch: step.pages.branch, expected: step.from, to: step.commit };
  return moved(move, step.why, scene);
}

/** Puts a commit on top of the branch that carries the tree of another: nobody's history is rewritten. */
export async function carry(step: Step & { type: 'carry' }, scene: Scene): Promise<StepOutcome> {
  const { order, world } = scene;
  const { component } = order;
  const commit = await world.repos.carry(repoOf(scene), {
    head: step.head,
    tree: step.commit,
    paths: component.paths,
    subject: `Revert ${component.name} to ${step.commit.slice(0, 7)}`,
  });
  return moved({ branch: step.pages.branch, expected: step.head, to: commit }, step.why, scene);
}

async function moved(
  move: { readonly branch: string; readonly expected: string | null; readonly to: string },
  step: string,
  scene: Scene,
): Promise<StepOutcome> {
  await confirmLease(scene);
  const outcome = await scene.world.repos.push(repoOf(scene), move);
  if (outcome.type === 'pushed') return DONE;
  return failedStep(scene.order, { code: 'CONVOY_PUSH_REJECTED', step, message: outcome.message });
}

function repoOf({ order }: Scene) {
  return { name: order.component.repo, url: order.component.url };
}
