export interface PinOptions {
  readonly environment: string;
  readonly ref?: string;
  readonly component?: string;
}
