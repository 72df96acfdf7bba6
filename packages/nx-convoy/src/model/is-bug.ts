import { isCoordinationError } from './coordination-error';

/** Whether something thrown is a mistake of ours, whose stack must be kept, and not trouble with the outside. */
export function isBug(cause: unknown): boolean {
  if (isCoordinationError(cause)) return false;
  return (
    cause instanceof TypeError ||
    cause instanceof RangeError ||
    cause instanceof ReferenceError ||
    cause instanceof SyntaxError
  );
}
