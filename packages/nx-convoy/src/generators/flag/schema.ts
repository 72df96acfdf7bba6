export interface FlagOptions {
  readonly name: string;
  readonly environment: string;
  /** Nx may hand over what looks like a number as one. */
  readonly value: string | number | boolean;
  readonly reason?: string;
  readonly confirm?: string;
}
