import type { CoordinationError } from '../../model/coordination-error';
import { flagMisplaced, flagNeedsReason, confirmMissing, sourceForbidden } from '../../model/flag-errors';
import type { EnvironmentDeclaration } from '../../model/manifest';
import type { RunFlags } from '../../model/run-flags';
import { typedFlag, type FlagName } from '../../model/typed-flag';
import { actingVerb } from '../concerns';

/** What was asked for beside the flags. */
export interface FlaggedRun {
  /** Its name. */
  readonly environment: string;
  readonly declaration: EnvironmentDeclaration;
  /** Ours, of those that were asked for. */
  readonly targets: readonly string[];
  /** Components that were asked for by name. */
  readonly named: readonly string[];
}

/** Flags that pass a guard, and so need a reason. */
const NEED_REASON = [
  'hotfix',
  'outsideWindow',
  'overwriteDrift',
  'releaseHold',
  'adopt',
  'alarmsRed',
  'breakingMigration',
] as const satisfies readonly FlagName[];
/** Targets that a local checkout means something for. */
const WITH_SOURCE = new Set(['prepare', 'deploy', 'verify', 'plan', 'try']);

/** Refuses flags that do not go together, or not with what was asked for: a flag is never ignored silently. */
export function flagsRefusal(flags: RunFlags, run: FlaggedRun): CoordinationError | null {
  return (
    logsRefusal(flags, run) ??
    reasonRefusal(flags) ??
    confirmRefusal(flags, run) ??
    sourceRefusal(flags, run) ??
    backRefusal(flags, run) ??
    featureRefusal(flags, run)
  );
}

function logsRefusal({ logs }: RunFlags, { environment, targets }: FlaggedRun): CoordinationError | null {
  if (!logs || targets.includes('deploy')) return null;
  return flagMisplaced(
    'logs',
    'it shows the errors of what is being deployed',
    `npx nx run convoy:logs:${environment} --errors`,
  );
}

function reasonRefusal(flags: RunFlags): CoordinationError | null {
  if (flags.reason !== null && flags.reason.trim() !== '') return null;
  const flag = NEED_REASON.find((name) => flags[name]);
  return flag === undefined ? null : flagNeedsReason(typedFlag(flag));
}

/** A name that is not that of the environment is a mistake everywhere. Whether one is needed is another guard's business. */
function confirmRefusal({ confirm }: RunFlags, { environment }: FlaggedRun): CoordinationError | null {
  return confirm === null || confirm === environment ? null : confirmMissing(environment, confirm);
}

function sourceRefusal({ source, dirty }: RunFlags, run: FlaggedRun): CoordinationError | null {
  const { environment, declaration, targets, named } = run;
  if (source === null) {
    if (!dirty) return null;
    return flagMisplaced(
      'dirty',
      'it says which state of a --source is meant',
      'add --source=<folder>, or leave out --dirty',
    );
  }
  // What is only tried goes nowhere.
  const onlyTried = targets.every((target) => target === 'try');
  if (declaration.allowSource !== true && !onlyTried) return sourceForbidden(environment);
  const elsewhere = targets.find((target) => !WITH_SOURCE.has(target));
  if (elsewhere !== undefined)
    return flagMisplaced('source', `${elsewhere} takes no local checkout`, 'leave out --source');
  if (named.length === 1) return null;
  const count = named.length === 0 ? 'none is named' : `${named.join(' and ')} are named`;
  return flagMisplaced(
    'source',
    `it is the checkout of one component, and ${count}`,
    `npx nx ${onlyTried ? 'try' : 'deploy'} <component> --configuration=${environment} --source=${source}`,
  );
}

function backRefusal(
  { rollback, to }: RunFlags,
  { environment, targets }: FlaggedRun,
): CoordinationError | null {
  const plans = targets.includes('plan') && actingVerb(targets) === null;
  if (rollback && !plans)
    return flagMisplaced(
      'rollback',
      'it makes a plan show the way back',
      `npx nx run-many -t plan --configuration=${environment} --rollback        or do it:  npx nx run-many -t rollback --configuration=${environment}`,
    );
  if (to === null || rollback || targets.includes('rollback')) return null;
  return flagMisplaced(
    'to',
    'it names the release that a rollback goes back to',
    `npx nx run-many -t rollback --configuration=${environment} --to=${to}`,
  );
}

function featureRefusal({ feature }: RunFlags, { targets }: FlaggedRun): CoordinationError | null {
  if (feature === null || targets.every((target) => target === 'status')) return null;
  return flagMisplaced(
    'feature',
    'it asks for the status of a feature',
    `npx nx run-many -t status --feature=${feature}`,
  );
}
