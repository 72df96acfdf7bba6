/** What a person at a terminal is asked. */
export interface Questions {
  /** Whether there is somebody who can answer. */
  readonly isThere: boolean;
  /** The line that was typed; null: there will be no more. */
  ask(words: string): Promise<string | null>;
}
