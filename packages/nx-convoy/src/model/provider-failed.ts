import { CoordinationError } from './coordination-error';
import type { ErrorCode } from './error-descriptions';

const code: ErrorCode = 'CONVOY_PROVIDER_FAILED';

/** A provider refused a call or did not answer it. `what` in a person's words: “read stack x”. */
export function providerFailed(provider: string, what: string, cause: unknown): CoordinationError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new CoordinationError(code, `${provider} could not ${what}: ${words}`, {
    remedy: 'mend the cause, then the same command again: it does exactly what is missing',
    blame: 'outside',
    cause,
  });
}
