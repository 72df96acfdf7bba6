import type { Plan } from '../model/plan';
import type { PreviewDocument } from '../model/task-note';
import { unreachable } from '../model/unreachable';
import type { DeploymentFacts } from './facts';

/** One component's plan as a document: for `--outputFile`, for the table and for the run's journal. */
export function previewDocument(
  facts: DeploymentFacts,
  plan: Plan,
  warnings: readonly string[] = [],
): PreviewDocument {
  const live = facts.record.verified?.commit ?? null;
  const shared = { component: plan.component, live, pin: facts.pin.commit, commits: [...facts.commits] };
  switch (plan.type) {
    case 'nothing':
      return { ...shared, action: 'nothing', why: [plan.because], steps: [] };
    case 'work':
      return {
        ...shared,
        action: 'deploy',
        why: [...plan.reasons, ...warnings],
        steps: plan.steps.map((step) => ({ what: step.why, undo: step.undo })),
      };
    default:
      return unreachable(plan);
  }
}
