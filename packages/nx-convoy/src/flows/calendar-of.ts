import type { WindowFacts } from '../decide/guards/window-refusal';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { World } from './world';

/** The calendar of an environment and the time, as the guards judge them. */
export function calendarOf(
  environment: string,
  { windows = [], freezes = [] }: EnvironmentDeclaration,
  world: World,
): WindowFacts {
  const { outsideWindow } = world.flags;
  return { environment, windows, freezes, now: world.clock.now(), outsideWindow, here: world.clock.zone };
}
