import { CoordinationError, isCoordinationError } from '../model/coordination-error';

/** A refusal as Nx prints it: Nx shows only the message of what a hook throws, so code and remedy go into it. Bugs pass unchanged. */
export function presented(error: unknown): unknown {
  if (!isCoordinationError(error)) return error;
  const message = [
    `✘ ${error.code}   ${error.message}`,
    ...error.remedy.split('\n').map((line) => `    ${line}`),
  ].join('\n');
  const shown = new CoordinationError(error.code, message, {
    remedy: error.remedy,
    blame: error.blame,
    cause: error.cause,
  });
  // A refusal is no bug: its stack says nothing to a person.
  shown.stack = message;
  return shown;
}
