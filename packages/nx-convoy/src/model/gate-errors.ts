import type { CoordinationError } from './coordination-error';
import { pinCommand } from './errors';
import { refusal } from './refusal';

// The part of the catalogue that concerns what came before a deploy and what must be possible after it.

export interface ClosedGate {
  readonly component: string;
  readonly environment: string;
  /** The environment that it must pass first. */
  readonly from: string;
  readonly gate: 'tree' | 'set';
  /** What is missing, a line each. */
  readonly lines: readonly string[];
  /** What is not pinned there as it is here. */
  readonly missing: readonly { readonly component: string; readonly commit: string }[];
}

export function gateClosed(facts: ClosedGate): CoordinationError {
  const { component, environment, from, gate, lines, missing } = facts;
  const what = gate === 'set' ? 'all pins together pass' : 'its pin passes';
  const pins = missing.map((each) => pinCommand(from, each.component, each.commit));
  const deploy =
    gate === 'set'
      ? `npx nx run-many -t deploy --configuration=${from}`
      : `npx nx deploy ${component} --configuration=${from}`;
  return refusal(
    'CONVOY_GATE_CLOSED',
    [
      `${component} may enter ${environment} once ${what} in ${from}`,
      ...lines.map((line) => `  ${line}`),
    ].join('\n'),
    { remedy: [...pins, deploy].join('        then:  ') },
  );
}

export interface MissingHotfixCheck {
  readonly component: string;
  readonly environment: string;
  /** The environment that it must pass first. */
  readonly from: string;
  readonly commit: string;
  /** Its name. */
  readonly hotfix: string;
  /** Checks that did not pass there at the pin. */
  readonly missing: readonly string[];
  readonly isPinned: boolean;
}

export function hotfixCheckMissing(facts: MissingHotfixCheck): CoordinationError {
  const { component, environment, from, commit, hotfix, missing, isPinned } = facts;
  const pins = isPinned
    ? []
    : [`npx nx g nx-convoy:hotfix pin ${hotfix} --environment=${from} --component=${component}`];
  const deploy = `npx nx deploy ${component} --configuration=${from}`;
  return refusal(
    'CONVOY_GATE_CLOSED',
    [
      `${component} may enter ${environment} once this hotfix has passed its own check in ${from}`,
      ...missing.map((name) => `  ${name}: has not passed there at ${commit.slice(0, 7)}`),
    ].join('\n'),
    { remedy: [...pins, deploy].join('        then:  ') },
  );
}

export interface NoWayBack {
  readonly component: string;
  readonly environment: string;
  /** What is gone, a line each. */
  readonly lines: readonly string[];
}

export function noWayBack({ component, environment, lines }: NoWayBack): CoordinationError {
  return refusal(
    'CONVOY_NO_WAY_BACK',
    [
      `${component} could not be rolled back in ${environment} after this deploy`,
      ...lines.map((line) => `  ${line}`),
    ].join('\n'),
    {
      remedy: 'restore it where that can be done, or go without:  the same command with --reason="…"',
    },
  );
}

export interface StillRead {
  readonly component: string;
  readonly environment: string;
  /** What is to be removed: `output Url`, `layer db`. */
  readonly value: string;
  /** Live components that read it. */
  readonly readers: readonly string[];
}

export function stillRead({ component, environment, value, readers }: StillRead): CoordinationError {
  const list = readers.join(' and ');
  return refusal(
    'CONVOY_STILL_READ',
    `${component} would no longer have ${value} in ${environment}\n${list} ${readers.length === 1 ? 'reads' : 'read'} it there`,
    {
      remedy: `two steps: first deploy ${list} without it, with ${component} as it is:  npx nx run-many -t deploy -p ${readers.join(',')} --configuration=${environment}        then remove it from ${component}`,
    },
  );
}

/** A ref or commit that `affected` was to compare with. */
export function baseUnknown(base: string, environment: string): CoordinationError {
  return refusal(
    'CONVOY_BASE_UNKNOWN',
    `there is no ${base} in this clone: what is affected cannot be told, which does not mean that nothing is`,
    {
      remedy: `deploy everything; what is unchanged does nothing:  npx nx run-many -t deploy --configuration=${environment}        a release sets the base`,
    },
  );
}
