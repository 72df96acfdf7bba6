import type { CoordinationError } from '../../model/coordination-error';
import { gateClosed, hotfixCheckMissing } from '../../model/gate-errors';
import type { EnvironmentDeclaration } from '../../model/manifest';
import type { LedgerState, Receipt, ReleaseSummary } from '../../model/receipt';
import { sayChecks } from '../say-checks';

interface Pinned {
  readonly commit: string;
  readonly tree: string;
}
type Pins = Readonly<Record<string, Pinned | null>>;

export interface GateFacts {
  readonly component: string;
  readonly environment: string;
  readonly pin: Pinned;
  /** What every component that exists in both environments is pinned to in this one. */
  readonly pins: Pins;
  /** null: nothing is promoted into the environment. */
  readonly earlier: EarlierFacts | null;
  readonly gate: 'tree' | 'set';
  readonly hotfix: boolean;
  /** Where the pin is of a hotfix that brought checks of its own; none by default. */
  readonly ofHotfix?: HotfixFacts | null;
}

export interface HotfixFacts {
  readonly name: string;
  /** Its checks, as the earlier environment names them: they must have passed there. */
  readonly checks: readonly string[];
  /** Whether what was verified there, and what is pinned there, has all of the hotfix that the pin has: each environment may run it merged into something else. */
  readonly isVerified: boolean;
  readonly isPinned: boolean;
}

export interface EarlierFacts {
  /** The environment that the pin comes from. */
  readonly environment: string;
  readonly state: Pick<LedgerState, 'components' | 'releases' | 'hold'>;
  /** What the same components are pinned to there. */
  readonly pins: Pins;
}

export type GateVerdict =
  /** `evidence`: where it passed, or why it may enter all the same. `warning`: what a person should know of it. */
  | { readonly type: 'open'; readonly evidence: string; readonly warning: string | null }
  | { readonly type: 'closed'; readonly refusal: CoordinationError };

/** What must have passed in the earlier environment: each tree, or all of them in one release; the latter by default where protected. */
export function gateOf({
  gate,
  protected: isProtected,
}: Pick<EnvironmentDeclaration, 'gate' | 'protected'>): 'tree' | 'set' {
  return gate ?? (isProtected === true ? 'set' : 'tree');
}

/** Refuses a pin whose tree (or set of trees) was not verified in the environment that it is promoted from. */
export function gateRefusal(facts: GateFacts): CoordinationError | null {
  const verdict = judgeGate(facts);
  return verdict.type === 'closed' ? verdict.refusal : null;
}

/** Whether the pin of a component may enter, and by what evidence. A pass from a local checkout is none, nor is a tree that was rolled back there. */
export function judgeGate(facts: GateFacts): GateVerdict {
  const { component, environment, pin, pins, earlier, gate, hotfix } = facts;
  if (earlier === null) return open(`nothing is promoted into ${environment}`);
  if (!Object.hasOwn(pins, component))
    return open(`${component} does not exist in ${earlier.environment}, so it cannot pass there first`);
  if (hotfix) return judgeHotfix(facts, earlier);
  const [held] = heldIn(earlier, gate === 'set' ? pins : { [component]: pin });
  if (held !== undefined)
    return closed(facts, earlier, [`${held} was rolled back in ${earlier.environment} and is held there`]);
  const together = [...earlier.state.releases].reverse().find((release) => isSetOf(release, pins));
  if (gate === 'set') {
    if (together === undefined) return closed(facts, earlier, differences(earlier, pins));
    const { run, at } = together;
    const said = checksOf(earlier.state.components[component]?.verified, run);
    return open(`the set passed in ${earlier.environment} together: run ${run}, ${at}${said}`);
  }
  const record = earlier.state.components[component];
  const pass = record?.passed.find(({ tree }) => tree === pin.tree);
  if (pass === undefined)
    return closed(facts, earlier, [
      `${component} ${short(pin.commit)} never passed in ${earlier.environment}`,
    ]);
  const mixed = `these trees were never live together in ${earlier.environment}, each for itself was`;
  return open(
    `${component} passed in ${earlier.environment}: run ${pass.run}, ${pass.at}${checksOf(record?.verified, pass.run)}`,
    together === undefined ? mixed : null,
  );
}

/** A person's word passes the gate, but not what was asked for when the hotfix began. */
function judgeHotfix(facts: GateFacts, earlier: EarlierFacts): GateVerdict {
  const { component, environment, pin, ofHotfix = null } = facts;
  if (ofHotfix === null) return open('passed by --hotfix');
  const { name: hotfix, checks, isVerified, isPinned } = ofHotfix;
  const passed = isVerified ? (earlier.state.components[component]?.verified?.checks ?? []) : [];
  const missing = checks.filter(
    (name) => !passed.some((check) => check.name === name && check.verdict === 'passed'),
  );
  if (missing.length === 0) return open('passed by --hotfix');
  const { commit } = pin;
  const about = { component, environment, from: earlier.environment, commit, hotfix, missing, isPinned };
  return { type: 'closed', refusal: hotfixCheckMissing(about) };
}

/** What the component was asked in that run, as far as the state still has its receipt. */
function checksOf(verified: Receipt | null | undefined, run: string): string {
  return verified?.run === run ? `, ${sayChecks(verified.checks)}` : '';
}

function open(evidence: string, warning: string | null = null): GateVerdict {
  return { type: 'open', evidence, warning };
}

function closed(facts: GateFacts, earlier: EarlierFacts, lines: readonly string[]): GateVerdict {
  const { component, environment, pins, gate } = facts;
  const wanted = gate === 'set' ? Object.keys(pins) : [component];
  const missing = wanted.flatMap((name) => {
    const pin = pins[name] ?? null;
    return pin === null || earlier.pins[name]?.tree === pin.tree
      ? []
      : [{ component: name, commit: pin.commit }];
  });
  const from = earlier.environment;
  return { type: 'closed', refusal: gateClosed({ component, environment, from, gate, lines, missing }) };
}

function isSetOf({ components }: ReleaseSummary, pins: Pins): boolean {
  return Object.entries(pins).every(([name, pin]) => pin === null || components[name]?.tree === pin.tree);
}

function heldIn({ state }: EarlierFacts, pins: Pins): string[] {
  return Object.keys(pins).filter((name) => {
    const tree = pins[name]?.tree;
    return tree !== undefined && state.hold?.trees[name] === tree;
  });
}

/** What keeps the pins from being the last release of the earlier environment. */
function differences({ environment, state }: EarlierFacts, pins: Pins): string[] {
  const last = state.releases.at(-1);
  if (last === undefined) return [`there was no release in ${environment} yet`];
  return Object.entries(pins).flatMap(([name, pin]) => {
    const released = last.components[name];
    if (pin === null || released?.tree === pin.tree) return [];
    const was = released === undefined ? `has no ${name}` : `has ${name} ${short(released.commit)}`;
    return [`the last release in ${environment} ${was}, the pin is ${short(pin.commit)}`];
  });
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
