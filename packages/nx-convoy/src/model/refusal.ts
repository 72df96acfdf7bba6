import { CoordinationError, type ErrorDetail } from './coordination-error';
import type { ErrorCode } from './error-descriptions';

/** Makes a refusal whose code is described; only for the catalogue. */
export function refusal(code: ErrorCode, message: string, detail: ErrorDetail): CoordinationError {
  return new CoordinationError(code, message, detail);
}
