import type { CoordinationError } from '../../model/coordination-error';
import { drifted } from '../../model/guard-errors';
import type { LiveFunction, LiveState } from '../../model/live-state';
import type { ComponentRecord, Receipt } from '../../model/receipt';
import { isSettled } from '../confirm-live';
import type { DeploymentFacts } from '../facts';
import { fingerprintOf } from '../fingerprint';
import { sayChange, type Change } from './changed';
import { listDrift } from './describe-drift';

export type DriftFacts = Pick<DeploymentFacts, 'component' | 'record' | 'live' | 'branch' | 'branchGrew'>;

/** How drift is met: what the environment and the person say. */
export interface DriftPolicy {
  readonly allowSource: boolean;
  readonly overwriteDrift: boolean;
}

/** Refuses to deploy over what was changed by hand, unless the environment is for that, or the person says so. */
export function driftRefusal(facts: DriftFacts, policy: DriftPolicy): CoordinationError | null {
  if (policy.allowSource || policy.overwriteDrift) return null;
  const lines = driftOf(facts);
  const { name, environment } = facts.component;
  return lines.length === 0 ? null : drifted({ component: name, environment, lines });
}

/** What was changed by hand since our last word and a deploy would take away, a line each. Commits that were pushed by hand and that the pin has stay. */
export function driftOf(facts: DriftFacts): string[] {
  return handMade(facts.branchGrew ? { ...facts, branch: 'same' } : facts).map(sayChange);
}

/**
 * What was changed by hand since our last word; none: what is live is what we left, or what is pinned. While an attempt
 * of ours is open, or ended without a look at what it left, nothing is known to be somebody else's doing.
 */
export function handMade(facts: DriftFacts): Change[] {
  const { record, live } = facts;
  if (record.started !== null || isLeftByUs(record, live)) return [];
  const differences = (knownStates(record) ?? []).map((state) => listDrift(comparable(state, facts), live));
  return differences.some((changes) => changes.length === 0) ? [] : (differences[0] ?? []);
}

/** Why nothing can be said of what somebody did by hand; null: it can. */
export function whyDriftIsUnknown({ record }: Pick<DriftFacts, 'record'>): string | null {
  if (record.started !== null) return `run ${record.started.run} began and did not end`;
  if (record.last !== null && knownStates(record) === null)
    return `run ${record.last.run} failed, and nobody looked at what it left`;
  return null;
}

function isLeftByUs({ last, verified }: ComponentRecord, live: LiveState): boolean {
  const fingerprint = fingerprintOf(live);
  return last?.fingerprint === fingerprint || verified?.fingerprint === fingerprint;
}

/** The states that we left, the newest first; null: the last attempt left one that nobody looked at. */
function knownStates({ last, verified }: ComponentRecord): LiveState[] | null {
  const verifiedState = verified?.after == null ? [] : [verified.after];
  if (last === null || last.verdict === 'passed') return verifiedState;
  if (last.fingerprint === null && !isLookedAt(last)) return null;
  // A verification that fails keeps what it saw, which may be the drift itself.
  const isOurs = last.after !== null && [null, fingerprintOf(last.after)].includes(last.fingerprint);
  return last.after !== null && isOurs ? [last.after, ...verifiedState] : verifiedState;
}

/** Whether the providers were at rest when the attempt last looked: what moved afterwards may have been its own doing. */
function isLookedAt({ after }: Receipt): boolean {
  const deployment = after?.pages?.deployment ?? null;
  return after !== null && isSettled(after) && !['active', 'idle'].includes(deployment?.status ?? '');
}

/** The earlier state without what says nothing of a hand: what is no longer declared, what others publish, and what the pin explains. */
function comparable(before: LiveState, { component, live, branch }: DriftFacts): LiveState {
  const { observes, migrations, pages } = component;
  const declared = new Map(observes.functions.map((each) => [each.name, each.alias]));
  return {
    stacks: before.stacks,
    functions: before.functions.map((each) => withDeclaredAlias(each, declared.get(each.name) ?? null)),
    layers: before.layers.filter(({ name }) => observes.layers.includes(name)),
    schema: migrations === null ? null : before.schema,
    pages: pages === null ? null : pinnedPages(before.pages, live.pages, branch),
  };
}

function withDeclaredAlias(each: LiveFunction, alias: string | null): LiveFunction {
  return each.alias?.name === alias ? each : { ...each, alias: null };
}

/** Whoever moved the branch to the pin did what we would have done. */
function pinnedPages(
  before: LiveState['pages'],
  now: LiveState['pages'],
  branch: DriftFacts['branch'],
): LiveState['pages'] {
  if (before === null || now === null || (branch !== 'same' && branch !== 'carries')) return before;
  const deployment = now.deployment?.commit === now.head ? now.deployment : before.deployment;
  return { ...before, head: now.head, deployment };
}
