/** One line (or several) that a function or service wrote. */
export interface LogEvent {
  /** Unique within its group, and the same however often it is read. */
  readonly id: string;
  readonly stream: string;
  /** Milliseconds since 1970, by the provider's clock. */
  readonly at: number;
  readonly message: string;
}
