import { logGroups } from '../decide/logs/log-groups';
import type { ResolvedComponent } from '../model/resolved-component';
import { followLogs } from './follow-logs';
import type { World } from './world';

/** Shows what the component's own logs tell of trouble while the work goes on. Whatever becomes of the logs, the work is not touched by it. */
export async function withErrorLogs<T>(
  component: ResolvedComponent,
  world: World,
  work: () => Promise<T>,
): Promise<T> {
  let isDone = false;
  const groups = logGroups([component]);
  const since = Date.parse(world.clock.now());
  const goesOn = (): boolean => !isDone && !world.interrupted();
  const following = followLogs({ groups, since, filter: null, errorsOnly: true, goesOn }, world).catch(
    (cause: unknown) => {
      world.output.line(
        `the logs are not shown any more: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    },
  );
  try {
    return await work();
  } finally {
    isDone = true;
    await following;
  }
}
