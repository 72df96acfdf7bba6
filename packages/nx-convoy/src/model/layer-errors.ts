import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns layers that functions share.

/** `command`: what brings them together. */
export function layersDiffer(
  environment: string,
  lines: readonly string[],
  command: string,
): CoordinationError {
  return refusal(
    'CONVOY_LAYERS_DIFFER',
    [`${environment} is no release: functions that share a layer differ`, ...indented(lines)].join('\n'),
    { remedy: command },
  );
}

export interface UnsafeAlignment {
  readonly environment: string;
  /** What else would be passed off as verified. */
  readonly lines: readonly string[];
  /** Whether a reason is enough to keep it. */
  readonly mayBeKept: boolean;
}

export function alignmentUnsafe({ environment, lines, mayBeKept }: UnsafeAlignment): CoordinationError {
  const keep = mayBeKept ? '        or keep it:  the same command with --reason="…"' : '';
  return refusal(
    'CONVOY_ALIGNMENT_UNSAFE',
    [`layers in ${environment} cannot be aligned; nothing was changed`, ...indented(lines)].join('\n'),
    {
      remedy: `npx nx run-many -t deploy --configuration=${environment}        then the same command again${keep}`,
    },
  );
}

export interface FailedAlignment {
  readonly environment: string;
  readonly component: string;
  readonly message: string;
  /** Components that were to be put back, and were not. */
  readonly stuck: readonly string[];
}

export function alignmentFailed(failed: FailedAlignment): CoordinationError {
  const { environment, component, message, stuck } = failed;
  const back =
    stuck.length === 0
      ? 'it and what was aligned before it are as they were'
      : `it did not go back, or is not verified as it was: ${stuck.join(', ')}`;
  const again = `npx nx run convoy:layers:${environment} --align`;
  return refusal(
    'CONVOY_ALIGNMENT_FAILED',
    [
      `the layers of ${component} in ${environment} could not be aligned; ${back}`,
      ...indented(message.split('\n')),
    ].join('\n'),
    {
      remedy:
        stuck.length === 0
          ? `mend the cause, then  ${again}`
          : `npx nx run-many -t deploy --configuration=${environment}        then  ${again}`,
    },
  );
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}
