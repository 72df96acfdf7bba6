/** Whose turn it is: the person who typed the command, or something outside (a provider, the network). */
export type Blame = 'user' | 'outside';

export interface ErrorDetail {
  /** The command to type next, or what to change. */
  readonly remedy: string;
  readonly blame?: Blame;
  readonly cause?: unknown;
}

/** A refusal: made only by the functions of the catalogue (errors.ts). Told apart by `code`, never by `instanceof`: plugin workers are other processes. */
export class CoordinationError extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly blame: Blame;

  constructor(code: string, message: string, detail: ErrorDetail) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'CoordinationError';
    this.code = code;
    this.remedy = detail.remedy;
    this.blame = detail.blame ?? 'user';
  }
}

export function isCoordinationError(value: unknown): value is CoordinationError {
  return (
    value instanceof Error &&
    'code' in value &&
    typeof value.code === 'string' &&
    value.code.startsWith('CONVOY_') &&
    'remedy' in value
  );
}
