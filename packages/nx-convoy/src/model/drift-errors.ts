import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns drift and the configuration of environments.

export function comparedWithItself(environment: string, known: readonly string[]): CoordinationError {
  const others = known.filter((name) => name !== environment).join(' or ');
  return refusal('CONVOY_COMPARED_WITH_ITSELF', `${environment} was to be compared with itself`, {
    remedy: `name another environment: ${others}`,
  });
}

export function proposalRejected(repo: string, because: string): CoordinationError {
  return refusal('CONVOY_PROPOSAL_REJECTED', `no branch could be proposed to ${repo}: ${because}`, {
    remedy: 'look at the branch at its remote, then the same command again',
    blame: 'outside',
  });
}
