import type { ComponentRecord } from '../model/receipt';
import { isSettled } from './confirm-live';

/** Whether what goes on at the providers may be our own doing: an attempt is open, or the last one ended before it saw them at rest. */
export function mayBeOurs({ started, last }: ComponentRecord): boolean {
  if (started !== null) return true;
  if (last === null || last.verdict === 'passed' || last.fingerprint !== null) return false;
  return last.after === null || !isSettled(last.after);
}
