import { layerName } from '../../model/layer-arn';
import type { LiveFunction } from '../../model/live-state';
import { unconfirmedBesidesLayers } from '../confirm-live';
import { sayChange } from '../guards/changed';
import { handMade, whyDriftIsUnknown, type DriftFacts } from '../guards/drift-refusal';
import { alignedReceipt } from './aligned-receipt';
import type { AlignedFunction } from './plan-alignment';

/** What is known of one component before the layers of its functions are changed. */
export interface ObstacleFacts {
  readonly drift: DriftFacts;
  readonly functions: readonly AlignedFunction[];
}

/** Why the component cannot have its layers aligned. */
export interface Obstacles {
  /** Nothing passes these. */
  readonly unsafe: readonly string[];
  /** What somebody changed by hand beside the layers: recorded as verified only where a person says why. */
  readonly byHand: readonly string[];
}

/** An alignment is recorded as what was verified, with other layers: what else is different would be passed off as verified. */
export function alignmentObstacles({ drift, functions }: ObstacleFacts): Obstacles {
  const { name } = drift.component;
  const unverified = whyUnverified(drift);
  if (unverified !== null) return { unsafe: [`${name}: ${unverified}`], byHand: [] };
  const byHand = handMade(drift)
    .filter(({ what }) => !functions.some((each) => isOfLayers(what, each)))
    .map((change) => `${name} was changed by hand: ${sayChange(change)}`);
  return { unsafe: [], byHand };
}

/** A version and its layers are what an alignment sets, a newer layer is what it is for; the code behind the alias is looked at on its own. */
function isOfLayers(what: string, { function: name, from, to }: AlignedFunction): boolean {
  const added = to.filter((arn) => !from.includes(arn)).map(layerName);
  return (
    what === `function ${name} has layers` ||
    what.endsWith(` of function ${name} points at version`) ||
    added.some((layer) => what === `layer ${layer} is at version`)
  );
}

function whyUnverified(drift: DriftFacts): string | null {
  const { component, record, live } = drift;
  const { last } = record;
  const meant = alignedReceipt(record);
  if (meant === null) return 'it was never verified here';
  if (meant.source !== null) return 'it runs from a local checkout';
  const unknown = whyDriftIsUnknown(drift);
  if (unknown !== null) return unknown;
  if (last === null || last.verdict === 'passed') return null;
  // It may have failed for the layers alone, or a verification of the same deploy did.
  const isSame = last.tree === meant.tree && last.declaration === meant.declaration;
  return isSame && unconfirmedBesidesLayers(component, live).length === 0 ? null : `run ${last.run} failed`;
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
