import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that guards use: whether a component may be deployed to an environment, as things are.

export interface Drifted {
  readonly component: string;
  readonly environment: string;
  /** What was changed, a line each. */
  readonly lines: readonly string[];
}

export function drifted({ component, environment, lines }: Drifted): CoordinationError {
  const what = `${component} in ${environment} was changed by hand; a deploy would undo that`;
  return refusal('CONVOY_DRIFTED', [what, ...lines.map((line) => `  ${line}`)].join('\n'), {
    remedy:
      'bring it back:  the same command with --overwrite-drift --reason="…"        or keep it: put it into the repository, and pin that',
  });
}
