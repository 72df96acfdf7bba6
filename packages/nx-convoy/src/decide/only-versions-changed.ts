import type { LiveState } from '../model/live-state';

/**
 * Whether going back by alias brings back all of it: between the two states nothing differs but the code of functions that callers reach
 * through an alias. A function without an alias, other layers or runtimes, outputs or stacks need the earlier tree to be deployed again.
 */
export function onlyVersionsChanged(before: LiveState, now: LiveState): boolean {
  return JSON.stringify(frameOf(before)) === JSON.stringify(frameOf(now));
}

const VERSION = /^(arn:[^:]*:lambda:[^:]*:\d+:function:[^:]+):\d+$/;

/** Packagers put the newest version of each function into the outputs of its stack. */
function unversioned(outputs: Readonly<Record<string, string>>): [name: string, value: string][] {
  return Object.entries(outputs)
    .map(([name, value]): [string, string] => [name, value.replace(VERSION, '$1')])
    .sort();
}

function frameOf(live: LiveState): unknown {
  return {
    functions: live.functions.map(({ name, runtime, layers, alias, codeSha256 }) => ({
      name,
      runtime,
      layers,
      alias: alias?.name ?? null,
      code: alias === null ? codeSha256 : null,
    })),
    stacks: live.stacks.map(({ name, outputs }) => ({ name, outputs: unversioned(outputs) })),
    schema: live.schema?.version ?? null,
  };
}
