export interface ReleaseOptions {
  readonly environment: string;
  /** Nx may hand over what looks like a number as one. */
  readonly name?: string | number;
}
