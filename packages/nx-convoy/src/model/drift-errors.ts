import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns drift and the configuration of environments.

export function comparedWithItself(environment: string, known: readonly string[]): CoordinationError {
  const others = known.filter((name) => name !== environment).join(' or ');
  return refusal('CONVOY_COMPARED_WITH_ITSELF', `${environment} was to be compared with itself`, {
    remedy: `name another environment: ${others}`,
  });
}
