import { isCoordinationError } from '../model/coordination-error';
import { isBug } from '../model/is-bug';
import type { Failure } from '../model/receipt';
import type { Order } from './order';
import { resumeCommand } from './resume-command';

/** Trouble with the outside as the failure of a step. A bug is thrown on: it keeps its stack. */
export function failureOf(cause: unknown, step: string, order: Order): Failure {
  if (isBug(cause)) throw cause;
  if (isCoordinationError(cause))
    return { code: cause.code, step, message: cause.message, remedy: cause.remedy };
  const message = cause instanceof Error ? cause.message : String(cause);
  return { code: 'CONVOY_PROVIDER_FAILED', step, message, remedy: resumeCommand(order) };
}
