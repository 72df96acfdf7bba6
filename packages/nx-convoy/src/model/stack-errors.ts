import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns stacks in a state that cannot be deployed over. Each names the one way out.

export interface TroubledStack {
  readonly component: string;
  readonly environment: string;
  readonly region: string;
  readonly stack: string;
  /** As CloudFormation says it. */
  readonly status: string;
}

export function stackBusy(facts: TroubledStack): CoordinationError {
  return refusal('CONVOY_STACK_BUSY', `${scene(facts)}: somebody else is at work on it`, {
    remedy: 'wait for it:  the same command with --wait-for-lock=600',
    blame: 'outside',
  });
}

/** `isProtected`: the environment; there nothing is deleted for anybody. */
export function firstCreateFailed(facts: TroubledStack, isProtected: boolean): CoordinationError {
  const because = isProtected
    ? `${facts.environment} is protected, so it is not deleted for you`
    : 'it was not made by an attempt of ours, so it is not deleted for you';
  return refusal(
    'CONVOY_STACK_FIRST_CREATE_FAILED',
    `${scene(facts)}: its first creation failed, and it can only be deleted; ${because}`,
    { remedy: `${aws('delete-stack', facts)}        then the same command again` },
  );
}

export function rollbackStuck(facts: TroubledStack): CoordinationError {
  return refusal('CONVOY_STACK_ROLLBACK_STUCK', `${scene(facts)}: an update could not be undone`, {
    remedy: `mend what its events name, then:  ${aws('continue-update-rollback', facts)}        (a rollback does that by itself)`,
  });
}

export function updateFailed(facts: TroubledStack): CoordinationError {
  return refusal('CONVOY_STACK_UPDATE_FAILED', `${scene(facts)}: an update failed and was not undone`, {
    remedy: `${aws('rollback-stack', facts)}        then the same command again`,
  });
}

export function deleteFailed(facts: TroubledStack): CoordinationError {
  return refusal('CONVOY_STACK_DELETE_FAILED', `${scene(facts)}: it could not be deleted, and is half gone`, {
    remedy: `see what holds it:  ${aws('describe-stack-events', facts)}        then:  ${aws('delete-stack', facts)}`,
  });
}

export function stackInReview(facts: TroubledStack): CoordinationError {
  return refusal(
    'CONVOY_STACK_IN_REVIEW',
    `${scene(facts)}: it was begun with a change set that nobody executed, and it is empty`,
    { remedy: `${aws('delete-stack', facts)}        then the same command again` },
  );
}

export function importFailed(facts: TroubledStack): CoordinationError {
  return refusal(
    'CONVOY_STACK_IMPORT_FAILED',
    `${scene(facts)}: somebody imported resources, and that could not be undone`,
    { remedy: `see what is left of it, and ask who did it:  ${aws('describe-stack-events', facts)}` },
  );
}

export function stackStatusUnknown(facts: TroubledStack): CoordinationError {
  return refusal(
    'CONVOY_STACK_STATUS_UNKNOWN',
    `${scene(facts)}: this version does not know that status, and takes nothing for well that it does not know`,
    { remedy: `see what it means:  ${aws('describe-stacks', facts)}`, blame: 'outside' },
  );
}

function scene({ component, environment, stack, status }: TroubledStack): string {
  return `${component} cannot be deployed to ${environment}\nstack ${stack} is ${status}`;
}

function aws(verb: string, { stack, region }: TroubledStack): string {
  return `aws cloudformation ${verb} --stack-name ${stack} --region ${region}`;
}
