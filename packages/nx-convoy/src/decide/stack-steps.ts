import { mayBeOurs } from './may-be-ours';
import type { Step } from '../model/plan';
import { unreachable } from '../model/unreachable';
import type { DeploymentFacts } from './facts';
import { stackTrouble, type StackFacts } from './guards/stack-trouble';
import { stackBusy } from '../model/stack-errors';

/** What must be done to the stacks before they can be deployed over. Throws the refusal where only a person can help. */
export function stackSteps(facts: DeploymentFacts): Step[] {
  const { component, live } = facts;
  return live.stacks.flatMap((stack): Step[] => {
    const trouble = stackTrouble(stack, stackFacts(facts));
    switch (trouble.type) {
      case 'fine':
        return [];
      case 'delete':
        return [{ type: 'delete-stack', stack: stack.name, why: trouble.why, undo: 'nothing to undo' }];
      case 'wait':
        // It was waited for when the facts were read, as long as that may take.
        throw stackBusy({
          ...stackFacts(facts),
          component: component.name,
          stack: stack.name,
          status: stack.status,
        });
      case 'continue-rollback':
      case 'refused':
        throw trouble.refusal;
      default:
        return unreachable(trouble);
    }
  });
}

function stackFacts({ component, record, isProtected }: DeploymentFacts): StackFacts {
  const { started, last, verified } = record;
  return {
    component: component.name,
    environment: component.environment,
    region: component.region,
    environmentIsProtected: isProtected,
    ownFirstAttempt: verified === null && (started !== null || last !== null),
    ownAttempt: mayBeOurs(record),
  };
}
