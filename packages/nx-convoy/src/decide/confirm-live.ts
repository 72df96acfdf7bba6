import type { LiveFunction, LiveStack, LiveState } from '../model/live-state';
import type { ResolvedComponent } from '../model/resolved-component';

const STACK_DONE = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);

/** Whether the providers have come to rest, so that a verdict can be given. */
export function isSettled(live: LiveState): boolean {
  const stacks = live.stacks.every((stack) => !stack.status.endsWith('_IN_PROGRESS'));
  const functions = live.functions.every(
    (each) => each.state !== 'Pending' && each.lastUpdateStatus !== 'InProgress',
  );
  return stacks && functions;
}

/** What keeps the live state from being what a deploy must leave behind; none: the providers confirm it. */
export function unconfirmed(component: ResolvedComponent, live: LiveState): string[] {
  return [
    ...live.stacks.flatMap(stackTrouble),
    ...live.functions.flatMap((each) => functionTrouble(component, live, each)),
  ];
}

function stackTrouble(stack: LiveStack): string[] {
  return STACK_DONE.has(stack.status) ? [] : [`stack ${stack.name} ${stack.status}`];
}

function functionTrouble(component: ResolvedComponent, live: LiveState, each: LiveFunction): string[] {
  if (each.state === 'Absent') return [`function ${each.name} does not exist`];
  const declared = component.observes.functions.find((other) => other.name === each.name);
  const trouble: string[] = [];
  if (each.state !== 'Active' && each.state !== 'Inactive')
    trouble.push(`function ${each.name} is ${each.state}`);
  if (each.lastUpdateStatus !== 'Successful')
    trouble.push(`the last update of ${each.name} is ${each.lastUpdateStatus}`);
  for (const name of declared?.layers ?? []) {
    const newest = live.layers.find((layer) => layer.name === name)?.version ?? null;
    if (newest === null) trouble.push(`layer ${name} does not exist`);
    else if (!each.layers.some((arn) => arn.endsWith(`:layer:${name}:${newest}`)))
      trouble.push(`function ${each.name} does not have layer ${name}:${newest}`);
  }
  if (declared?.alias != null) {
    if (each.alias === null) trouble.push(`function ${each.name} has no alias ${declared.alias}`);
    else if (each.alias.codeSha256 !== each.codeSha256)
      trouble.push(
        `alias ${declared.alias} of ${each.name} resolves to version ${each.alias.version}, whose code is not the deployed one`,
      );
  }
  return trouble;
}
