import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns freezes; windows are in guard-errors.ts.

export interface Frozen {
  readonly environment: string;
  readonly reason: string;
  /** When deploys may start again, by the clocks there; null: never. */
  readonly next: string | null;
}

export function frozen({ environment, reason, next }: Frozen): CoordinationError {
  return refusal(
    'CONVOY_FROZEN',
    `${environment} is frozen: ${reason}; deploys may start again ${next ?? 'never'}`,
    {
      remedy:
        'wait for it, or say why not:  the same command with --outside-window --reason="…"        rollback and restore are always allowed',
    },
  );
}
