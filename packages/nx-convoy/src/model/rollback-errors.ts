import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns going back.

export function bucketMissing(component: string, environment: string): CoordinationError {
  return refusal(
    'CONVOY_BUCKET_MISSING',
    `${component} goes back by the templates of its stacks, but ${environment} names no bucket to keep them in`,
    {
      remedy: `add "bucket" to environment ${environment} in repos.json, or another "rollback" to ${component}`,
    },
  );
}

export function storedStackMissing(stack: string, bucket: string, key: string): CoordinationError {
  return refusal(
    'CONVOY_STORED_STACK_MISSING',
    `the stored template of stack ${stack} is not in bucket ${bucket} any more: ${key}`,
    {
      remedy: `restore it from the versions of the bucket:  aws s3api list-object-versions --bucket ${bucket} --prefix ${key}`,
      blame: 'outside',
    },
  );
}

/** `because`: why there is nothing to go back to. `live`: what is live now, a line a component. */
export function noRelease(environment: string, because: string, live: readonly string[]): CoordinationError {
  return refusal(
    'CONVOY_NO_RELEASE',
    [
      `${environment} cannot be rolled back: ${because}`,
      'nothing was touched; live now:',
      ...live.map((line) => `  ${line}`),
    ].join('\n'),
    { remedy: `see what is live:  npx nx run convoy:status:${environment}` },
  );
}

export interface StandingDependent {
  readonly component: string;
  readonly dependent: string;
  readonly environment: string;
}

export function dependentNotBack({
  component,
  dependent,
  environment,
}: StandingDependent): CoordinationError {
  return refusal(
    'CONVOY_ORDER_DEPENDENT_NOT_BACK',
    `${component} cannot be rolled back in ${environment}\n${dependent}, which depends on it, is not back yet`,
    {
      remedy: `npx nx rollback ${component} --configuration=${environment}        (takes its dependents along)`,
    },
  );
}

export function prepareFailed(component: string, step: string, message: string): CoordinationError {
  return refusal('CONVOY_PREPARE_FAILED', `${component} could not be prepared: ${step}\n${message}`, {
    remedy: 'mend the cause, then the same command again; nothing of it was touched',
  });
}
