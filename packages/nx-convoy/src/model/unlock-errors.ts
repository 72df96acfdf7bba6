import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns taking a lock away.

export function reasonMissing(environment: string, holder: string): CoordinationError {
  return refusal(
    'CONVOY_UNLOCK_REASON_MISSING',
    `the lock of ${environment} is taken away from ${holder} only with a reason, which is kept in the ledger`,
    {
      remedy: `npx nx run convoy:unlock:${environment} --reason="…"        (make sure first that the run is gone)`,
    },
  );
}

export function lockMoved(environment: string, holder: string): CoordinationError {
  return refusal(
    'CONVOY_UNLOCK_HOLDER_ALIVE',
    `${holder} gave a sign of life while the lock of ${environment} was being taken away`,
    { remedy: 'ask that person, or look again:  the same command' },
  );
}
