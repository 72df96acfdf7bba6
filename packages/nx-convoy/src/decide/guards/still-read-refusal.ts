import type { CoordinationError } from '../../model/coordination-error';
import { stillRead } from '../../model/gate-errors';

/** Names of what a component shares. */
export interface SharedNames {
  /** Outputs of repos.json. */
  readonly outputs: readonly string[];
  /** Exports of its stacks. */
  readonly exports: readonly string[];
  /** Layers that it publishes. */
  readonly layers: readonly string[];
}

/** What a live component reads of the one that is judged. */
export interface Reader extends SharedNames {
  readonly component: string;
}

export interface StillReadFacts {
  readonly component: string;
  readonly environment: string;
  /** At its last verified receipt. */
  readonly before: SharedNames;
  /** After the deploy. */
  readonly after: SharedNames;
  /** Live components, whatever they read. */
  readonly readers: readonly Reader[];
}

const KINDS = [
  ['outputs', 'output'],
  ['exports', 'export'],
  ['layers', 'layer'],
] as const satisfies readonly (readonly [keyof SharedNames, string])[];

/** Refuses to take away what a live component still reads: readers go first, in a deploy of their own. */
export function stillReadRefusal(facts: StillReadFacts): CoordinationError | null {
  const { component, environment, before, after } = facts;
  for (const [kind, word] of KINDS) {
    for (const name of before[kind]) {
      if (after[kind].includes(name)) continue;
      const readers = facts.readers.filter((each) => each[kind].includes(name)).map((each) => each.component);
      if (readers.length > 0) return stillRead({ component, environment, value: `${word} ${name}`, readers });
    }
  }
  return null;
}
