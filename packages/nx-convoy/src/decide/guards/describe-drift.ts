import type { LiveFunction, LiveStack, LiveState } from '../../model/live-state';
import { configurationDrift } from './configuration-drift';
import { changed, plainChange, sayChange, type Change } from './changed';
import { pagesDrift } from './pages-drift';
import { schemaDrift } from './schema-drift';

type Pair<T> = readonly [before: T, now: T];
type LiveAlias = NonNullable<LiveFunction['alias']>;

/** What differs between two live states of a component, a line each, in a person's words; none: nothing does. */
export function describeDrift(before: LiveState, now: LiveState): string[] {
  return listDrift(before, now).map(sayChange);
}

/**
 * What differs between two live states of a component. What only one of them has was declared later, or is no longer declared, and
 * is no difference; nor is a function that sleeps or wakes.
 */
export function listDrift(before: LiveState, now: LiveState): Change[] {
  return [
    ...pairs(before.functions, now.functions).flatMap(functionDrift),
    ...pairs(before.stacks, now.stacks).flatMap(stackDrift),
    ...pairs(before.layers, now.layers).flatMap(layerDrift),
    ...(before.schema === null ? [] : schemaDrift(before.schema, now.schema)),
    ...(before.pages === null || now.pages === null ? [] : pagesDrift(before.pages, now.pages)),
  ];
}

function pairs<T extends { readonly name: string }>(before: readonly T[], now: readonly T[]): Pair<T>[] {
  return before.flatMap((each) => {
    const other = now.find(({ name }) => name === each.name);
    return other === undefined ? [] : [[each, other] as const];
  });
}

function functionDrift([before, now]: Pair<LiveFunction>): Change[] {
  const what = `function ${now.name}`;
  const states: Pair<string> = [stateOf(before), stateOf(now)];
  if (states[0] !== states[1] && states[1] === 'Absent') return [plainChange(`${what} is gone`)];
  if (states[0] !== states[1] && states[0] === 'Absent')
    return [plainChange(`${what} is there, and was not`)];
  return [
    ...changed(`${what} is`, states),
    ...changed(`the last update of ${what} is`, [before.lastUpdateStatus, now.lastUpdateStatus]),
    ...changed(`${what} runs on`, [before.runtime, now.runtime]),
    ...changed(`the code of ${what} is`, [before.codeSha256, now.codeSha256], short),
    ...changed(`${what} has layers`, [before.layers.join(', '), now.layers.join(', ')], layerNames),
    ...configurationDrift(what, before, now),
    ...(before.alias === null ? [] : aliasDrift(before.alias, now)),
  ];
}

/** A function that nobody called for long sleeps, and is woken by the next call. */
function stateOf({ state }: LiveFunction): string {
  return state === 'Inactive' || state === 'Pending' ? 'Active' : state;
}

/** `arn:aws:lambda:<region>:<account>:layer:<name>:<version>` */
function layerNames(arns: string): string {
  if (arns === '') return 'none';
  return arns
    .split(', ')
    .map((arn) => arn.split(':').slice(-2).join(':'))
    .join(', ');
}

function aliasDrift(before: LiveAlias, { name, alias: now }: LiveFunction): Change[] {
  const what = `alias ${before.name} of function ${name}`;
  if (now === null) return [plainChange(`${what} is gone`)];
  if (now.name !== before.name) return [];
  return [
    ...changed(`${what} points at version`, [before.version, now.version]),
    ...(before.version === now.version
      ? changed(`the code behind ${what} is`, [before.codeSha256, now.codeSha256], short)
      : []),
    ...changed(`${what} sends`, [weightsOf(before), weightsOf(now)]),
  ];
}

function weightsOf({ weights = {} }: LiveAlias): string {
  const shares = Object.entries(weights).map(
    ([version, share]) => `${Number((share * 100).toFixed(4))} % of the calls to version ${version}`,
  );
  return shares.length === 0 ? 'no calls to another version' : shares.sort().join(' and ');
}

function stackDrift([before, now]: Pair<LiveStack>): Change[] {
  const what = `stack ${now.name}`;
  if (before.status !== now.status && now.status === 'ABSENT') return [plainChange(`${what} is gone`)];
  const names = [...new Set([...Object.keys(before.outputs), ...Object.keys(now.outputs)])]
    .filter((name) => before.outputs[name] !== now.outputs[name])
    .sort();
  return [
    ...changed(`${what} is`, [before.status, now.status]),
    ...changed(`${what} was updated at`, [
      before.updatedAt ?? 'no known time',
      now.updatedAt ?? 'no known time',
    ]),
    ...(names.length === 0 ? [] : [plainChange(`${what} has other outputs: ${names.join(', ')}`)]),
  ];
}

function layerDrift([before, now]: Pair<LiveState['layers'][number]>): Change[] {
  if (now.version === null && before.version !== null) return [plainChange(`layer ${now.name} is gone`)];
  return changed(`layer ${now.name} is at version`, [
    String(before.version ?? 'none'),
    String(now.version ?? 'none'),
  ]);
}

function short(digest: string): string {
  return digest.slice(0, 8);
}
