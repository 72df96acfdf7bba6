import type { LiveState } from '../model/live-state';

/**
 * Whether going back by alias brings back all of it: between the two states nothing differs but the code of functions that callers reach
 * through an alias. A function without an alias, other layers or runtimes, outputs or stacks need the earlier tree to be deployed again.
 */
export function onlyVersionsChanged(before: LiveState, now: LiveState): boolean {
  return JSON.stringify(frameOf(before)) === JSON.stringify(frameOf(now));
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
    stacks: live.stacks.map(({ name, outputs }) => ({ name, outputs })),
    schema: live.schema?.version ?? null,
  };
}
