import { digestOf } from '../model/digest';
import type { LiveFunction, LiveStack, LiveState } from '../model/live-state';
import type { ResolvedComponent } from '../model/resolved-component';

const STACK_DONE = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);

/** Whether the providers have come to rest, so that a verdict can be given. */
export function isSettled(live: LiveState): boolean {
  const stacks = live.stacks.every(({ status }) => !isStackMoving(status));
  const functions = live.functions.every(
    (each) => each.state !== 'Pending' && each.lastUpdateStatus !== 'InProgress',
  );
  return stacks && functions;
}

/** A stack in review is called in progress, but nothing goes on: its change set waits for somebody to perform it. */
export function isStackMoving(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** What keeps the live state from being what a deploy must leave behind; none: the providers confirm it. */
export function unconfirmed(
  component: ResolvedComponent,
  live: LiveState,
  proven: LiveState | null = null,
): string[] {
  return [
    ...live.stacks.flatMap((stack) => (isPutBack(stack, live, proven) ? [] : stackTrouble(stack))),
    ...live.functions.flatMap((each) =>
      functionTrouble(
        { component, live, before: proven?.functions.find(({ name }) => name === each.name) },
        each,
      ),
    ),
  ];
}

/** The same, but for the layers that functions share: those can be given to them without a deploy. */
export function unconfirmedBesidesLayers(component: ResolvedComponent, live: LiveState): string[] {
  const functions = component.observes.functions.map((each) => ({ ...each, layers: [] }));
  return unconfirmed({ ...component, observes: { ...component.observes, functions } }, live);
}

function stackTrouble(stack: LiveStack): string[] {
  return STACK_DONE.has(stack.status) ? [] : [`stack ${stack.name} ${stack.status}`];
}

/** CloudFormation itself put the stack back when an update failed: no new status will ever come where nothing else is to be changed. */
function isPutBack(stack: LiveStack, live: LiveState, proven: LiveState | null): boolean {
  const before = proven?.stacks.find(({ name }) => name === stack.name);
  if (proven === null || before === undefined || stack.status !== 'UPDATE_ROLLBACK_COMPLETE') return false;
  const codes = ({ functions }: LiveState): unknown =>
    functions.map(({ name, alias, codeSha256 }) => [name, alias?.codeSha256 ?? codeSha256]);
  return digestOf([before.outputs, codes(proven)]) === digestOf([stack.outputs, codes(live)]);
}

interface FunctionScene {
  readonly component: ResolvedComponent;
  readonly live: LiveState;
  /** The function as it was once verified with this tree: its alias and layers are right too. */
  readonly before: LiveFunction | undefined;
}

function functionTrouble({ component, live, before }: FunctionScene, each: LiveFunction): string[] {
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
    else if (
      !isAsBefore(each, before) &&
      !each.layers.some((arn) => arn.endsWith(`:layer:${name}:${newest}`))
    )
      trouble.push(`function ${each.name} does not have layer ${name}:${newest}`);
  }
  if (declared?.alias != null) {
    if (each.alias === null) trouble.push(`function ${each.name} has no alias ${declared.alias}`);
    else if (each.alias.codeSha256 !== each.codeSha256 && each.alias.codeSha256 !== before?.alias?.codeSha256)
      trouble.push(
        `alias ${declared.alias} of ${each.name} resolves to version ${each.alias.version}, whose code is not the deployed one`,
      );
  }
  return trouble;
}

function isAsBefore(each: LiveFunction, before: LiveFunction | undefined): boolean {
  return before !== undefined && JSON.stringify(before.layers) === JSON.stringify(each.layers);
}
