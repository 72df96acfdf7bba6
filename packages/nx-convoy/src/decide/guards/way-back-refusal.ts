import type { CoordinationError } from '../../model/coordination-error';
import { noWayBack } from '../../model/gate-errors';

export interface WayBackFacts {
  readonly component: string;
  readonly environment: string;
  readonly isProtected: boolean;
  /** Nothing was verified there before. */
  readonly isFirst: boolean;
  /** Function versions that a rollback would need and that are gone: `api:41`. */
  readonly versions: readonly string[];
  /** The same of layer versions: `db:3`. */
  readonly layers: readonly string[];
  /** The same of code objects and stored templates, by key. */
  readonly objects: readonly string[];
  /** Whether the tree can be made again: its prepared artefact is kept, or its commit is still at the remote. */
  readonly canBeMadeAgain: boolean;
  readonly reason: string | null;
}

/** Refuses a deploy that could not be undone, where the environment is protected and nobody says why. A first deploy has nothing to go back to anywhere. */
export function wayBackRefusal(facts: WayBackFacts): CoordinationError | null {
  const { component, environment, isProtected, isFirst, reason } = facts;
  const lines = lossesOf(facts);
  if (!isProtected || isFirst || lines.length === 0 || reason !== null) return null;
  return noWayBack({ component, environment, lines });
}

/** What a plan says of the way back: nothing where there is one. */
export function wayBackWarnings(facts: WayBackFacts): string[] {
  const losses = facts.isFirst ? ['first deploy'] : lossesOf(facts);
  return losses.map((loss) => `no way back: ${loss}`);
}

function lossesOf({ versions, layers, objects, canBeMadeAgain }: WayBackFacts): string[] {
  return [
    ...versions.map((version) => `function version ${version} does not exist any more`),
    ...layers.map((layer) => `layer ${layer} does not exist any more`),
    ...objects.map((object) => `${object} was removed from its bucket`),
    ...(canBeMadeAgain
      ? []
      : ['its commit is not at the remote any more, and nothing that was prepared of it is kept']),
  ];
}
