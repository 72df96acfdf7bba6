import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns alarms.

export function alarmsRed(facts: {
  readonly component: string;
  readonly environment: string;
  /** One a red alarm. */
  readonly lines: readonly string[];
}): CoordinationError {
  const { component, environment, lines } = facts;
  return refusal(
    'CONVOY_ALARMS_RED',
    [`${component} cannot be deployed to ${environment}: it is in alarm already`, ...lines].join('\n'),
    {
      remedy: `if this deploy is what mends it:  npx nx deploy ${component} --configuration=${environment} --alarms-red --reason="…"`,
      blame: 'outside',
    },
  );
}
