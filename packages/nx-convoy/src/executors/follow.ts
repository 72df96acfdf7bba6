import { logGroups } from '../decide/logs/log-groups';
import { followLogs } from '../flows/follow-logs';
import { parseDuration } from '../model/duration';
import { flagInvalid } from '../model/flag-errors';
import type { ResolvedComponent } from '../model/resolved-component';
import type { RunningWorld } from '../world';

export interface LogsOptions {
  readonly since?: string;
  readonly filter?: string | number;
  readonly errors?: boolean;
  readonly follow?: boolean;
}

const LATELY = '10m';

export interface Followed {
  readonly components: readonly ResolvedComponent[];
  /** When the command was typed (ISO 8601): what is written while we load is shown, too. */
  readonly begun: string;
}

/** Follows the logs of components until a signal comes; without following, shows what there is since the time and ends. */
export async function follow(
  { components, begun }: Followed,
  options: LogsOptions,
  world: RunningWorld,
): Promise<number> {
  const { follow: isFollowing = true, errors = false, filter } = options;
  const span = options.since ?? (isFollowing ? null : LATELY);
  const back = span === null ? 0 : parseDuration(span);
  if (back === null)
    throw flagInvalid({ flag: 'since', value: span, right: 'a number and s, m, h or d, such as 10m' });
  const stopListening = world.listen();
  try {
    return await followLogs(
      {
        groups: logGroups(components),
        since: Date.parse(begun) - back,
        filter: filter === undefined ? null : String(filter),
        errorsOnly: errors,
        goesOn: () => isFollowing && !world.interrupted(),
      },
      world,
    );
  } finally {
    stopListening();
  }
}
