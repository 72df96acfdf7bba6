import type { LiveFunction } from '../../model/live-state';
import type { ComponentRecord, Receipt } from '../../model/receipt';
import { sayChange } from '../guards/changed';
import { handMade, type DriftFacts } from '../guards/drift-refusal';
import type { AlignedFunction } from './plan-alignment';

/** What is known of one component before the layers of its functions are changed. */
export interface ObstacleFacts {
  readonly drift: DriftFacts;
  readonly functions: readonly AlignedFunction[];
}

/**
 * Why the component cannot have its layers aligned; none: it can. An alignment is recorded as what was verified with other layers, so nothing else may be
 * different: it would be passed off as verified.
 */
export function alignmentObstacles({ drift, functions }: ObstacleFacts): string[] {
  const { component, record } = drift;
  const unverified = whyUnverified(record);
  if (unverified !== null) return [`${component.name}: ${unverified}`];
  const ours = new Set(functions.filter((each) => !each.isForeign).map((each) => each.function));
  return handMade(drift)
    .filter(({ what }) => ![...ours].some((name) => isOfLayers(what, name)))
    .map((change) => `${component.name} was changed by hand: ${sayChange(change)}`);
}

/** A version and its layers are what an alignment sets; the code behind the alias is looked at on its own. */
function isOfLayers(what: string, name: string): boolean {
  return what === `function ${name} has layers` || what.endsWith(` of function ${name} points at version`);
}

function whyUnverified({ started, last, verified }: ComponentRecord): string | null {
  if (verified === null) return 'it was never verified here';
  if (started !== null) return `run ${started.run} began and did not end`;
  if (verified.source !== null) return 'it runs from a local checkout';
  return last !== null && isOther(last, verified) ? `run ${last.run} failed` : null;
}

/** A verification that failed is about the same deploy; it may have failed for the layers alone. */
function isOther(last: Receipt, verified: Receipt): boolean {
  if (last.verdict === 'passed') return false;
  return last.verb !== 'verify' || last.tree !== verified.tree || last.declaration !== verified.declaration;
}

/**
 * Why a version of the function cannot be published for an alias: callers would get more than other layers. So it is after a rollback by alias, which leaves
 * the code that was taken back in the function's newest state.
 */
export function publishingObstacles(
  name: string,
  alias: string,
  live: Pick<LiveFunction, 'codeSha256' | 'alias'>,
): string[] {
  if (live.alias === null) return [];
  const { version, codeSha256, weights = {} } = live.alias;
  return [
    ...(codeSha256 === live.codeSha256
      ? []
      : [
          `${name}: callers by ${alias} use the code of version ${version}, and the newest state has other code`,
        ]),
    ...(Object.keys(weights).length === 0
      ? []
      : [`${name}: ${alias} sends a part of the calls to another version`]),
  ];
}
