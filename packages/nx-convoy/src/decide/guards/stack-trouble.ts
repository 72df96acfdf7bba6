import type { CoordinationError } from '../../model/coordination-error';
import type { LiveStack } from '../../model/live-state';
import {
  deleteFailed,
  firstCreateFailed,
  importFailed,
  rollbackStuck,
  stackBusy,
  stackInReview,
  stackStatusUnknown,
  updateFailed,
  type TroubledStack,
} from '../../model/stack-errors';

export interface StackFacts {
  readonly component: string;
  readonly environment: string;
  readonly region: string;
  readonly environmentIsProtected: boolean;
  /** Our own `started` made the stack, and it never succeeded. */
  readonly ownFirstAttempt: boolean;
  /** A `started` of ours is open: what goes on at the provider may be it. */
  readonly ownAttempt: boolean;
}

/** What the status of a stack means for a deploy. */
export type StackTrouble =
  | { readonly type: 'fine' }
  /** It comes to rest by itself. */
  | { readonly type: 'wait'; readonly why: string }
  /** It is of no use, and it is ours: deleted, then made anew. */
  | { readonly type: 'delete'; readonly why: string }
  /** A rollback continues it; a deploy is refused. */
  | { readonly type: 'continue-rollback'; readonly refusal: CoordinationError }
  | { readonly type: 'refused'; readonly refusal: CoordinationError };

const FINE: StackTrouble = { type: 'fine' };

/** Whether a stack can be deployed over; every status of CloudFormation is told apart, and an unknown one is never taken for well. */
export function stackTrouble({ name: stack, status }: LiveStack, facts: StackFacts): StackTrouble {
  const troubled: TroubledStack = { ...facts, stack, status };
  switch (status) {
    case 'ABSENT':
    case 'CREATE_COMPLETE':
    case 'UPDATE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
    case 'IMPORT_COMPLETE':
    case 'IMPORT_ROLLBACK_COMPLETE':
    case 'DELETE_COMPLETE':
      return FINE;
    case 'CREATE_IN_PROGRESS':
    case 'UPDATE_IN_PROGRESS':
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
    case 'ROLLBACK_IN_PROGRESS':
    case 'IMPORT_IN_PROGRESS':
    case 'IMPORT_ROLLBACK_IN_PROGRESS':
      return facts.ownAttempt ? waitFor(troubled) : refused(stackBusy(troubled));
    case 'DELETE_IN_PROGRESS':
      // It cannot be stopped, only waited out; whether its absence is drift is decided on what is left.
      return waitFor(troubled);
    case 'CREATE_FAILED':
    case 'ROLLBACK_COMPLETE':
    case 'ROLLBACK_FAILED':
      return neverCreated(troubled, facts);
    case 'UPDATE_ROLLBACK_FAILED':
      return { type: 'continue-rollback', refusal: rollbackStuck(troubled) };
    case 'UPDATE_FAILED':
      return refused(updateFailed(troubled));
    case 'DELETE_FAILED':
      return refused(deleteFailed(troubled));
    case 'REVIEW_IN_PROGRESS':
      // Not work under way: it stays so for ever.
      return refused(stackInReview(troubled));
    case 'IMPORT_ROLLBACK_FAILED':
      return refused(importFailed(troubled));
    default:
      return refused(stackStatusUnknown(troubled));
  }
}

function neverCreated(troubled: TroubledStack, facts: StackFacts): StackTrouble {
  if (facts.environmentIsProtected || !facts.ownFirstAttempt)
    return refused(firstCreateFailed(troubled, facts.environmentIsProtected));
  const { stack, status } = troubled;
  return { type: 'delete', why: `stack ${stack} is ${status}: its first creation, by us, failed` };
}

function waitFor({ stack, status }: TroubledStack): StackTrouble {
  return { type: 'wait', why: `stack ${stack} is ${status}` };
}

function refused(refusal: CoordinationError): StackTrouble {
  return { type: 'refused', refusal };
}
