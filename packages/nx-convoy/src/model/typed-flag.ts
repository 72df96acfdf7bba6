import type { RunFlags } from './run-flags';

export type FlagName = keyof RunFlags;

/** A flag as it is typed: `waitForLock` → `wait-for-lock`. */
export function typedFlag(name: FlagName): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
