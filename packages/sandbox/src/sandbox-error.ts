/** The sandbox cannot go on and knows why: what happened, and what a person can do about it. */
export class SandboxError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SandboxError';
    this.remedy = remedy;
  }
}
