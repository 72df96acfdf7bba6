import type { StackEvent } from '../effects/ports';
import type { ResolvedComponent } from '../model/resolved-component';
import type { World } from './world';

/** The first resource of a component's stacks that failed since a time, with its reason: later failures are consequences. Null: no stack failed. */
export async function rootCause(
  component: ResolvedComponent,
  since: string,
  world: World,
): Promise<string | null> {
  const cloud = world.cloud(component.region);
  for (const name of component.observes.stacks) {
    const stack = await cloud.stack(name);
    if (stack === null || !/FAILED|ROLLBACK/.test(stack.status)) continue;
    const first = firstFailure(await cloud.stackEvents(name, since));
    if (first === null) continue;
    return `stack ${name} ${stack.status}\nfirst cause  ${first.resource}  ${first.status}  ${first.reason}  (${first.at})`;
  }
  return null;
}

export function firstFailure(events: readonly StackEvent[]): StackEvent | null {
  return events.find((event) => event.status.endsWith('_FAILED') && !/cancelled/i.test(event.reason)) ?? null;
}
