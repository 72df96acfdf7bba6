import { correspond, holdsOwnValue } from '../drift/correspond';
import { flatten } from '../drift/flatten';
import { matchesPath } from '../drift/matches-path';
import type { OwnValue } from '../drift/own-values';
import { isSecretName } from '../../model/secret-names';
import { looksSecret } from '../looks-secret';

export interface SyncRules {
  readonly from: string;
  readonly to: string;
  readonly specific: readonly string[];
  readonly ignore: readonly { readonly path: string }[];
  /** `here` is the environment that is brought into step, `there` the one that it follows. */
  readonly values: readonly OwnValue[];
}

/** Whether the manifest says that a key is each environment's own, or nobody's business. */
export function isDeclared(path: string, { specific, ignore }: SyncRules): boolean {
  return [...specific, ...ignore.map((rule) => rule.path)].some((pattern) => matchesPath(pattern, path));
}

/** Whether two values say the same, each of its own environment. */
export function saysTheSame(to: unknown, from: unknown, { values }: SyncRules): boolean {
  const [mine, other] = [flatten(to), flatten(from)];
  if (mine.length !== other.length) return false;
  return mine.every(([path, leaf], index) => {
    const [otherPath, otherLeaf] = other[index] ?? [];
    return path === otherPath && correspond(textOf(leaf), textOf(otherLeaf), values) !== null;
  });
}

/** Why a value is not carried into the other environment; null: it may be. `to` undefined: nothing is there yet. */
export function whyNotCarried(path: string, from: unknown, rules: SyncRules, to?: unknown): string | null {
  if (isSecret(path, from)) return 'a secret is never carried';
  const mine = rules.values.map((each) => each.here);
  const others = rules.values.map((each) => each.there);
  if (leavesOf(path, from).some(([, leaf]) => holdsOwnValue(textOf(leaf), others)))
    return `it is ${rules.from}'s own`;
  if (to === undefined) return null;
  if (isSecret(path, to)) return 'a secret is never replaced';
  if (leavesOf(path, to).some(([, leaf]) => holdsOwnValue(textOf(leaf), mine)))
    return `it is ${rules.to}'s own`;
  return null;
}

/** A name on the way to a value is enough, whatever the value. */
function isSecret(path: string, value: unknown): boolean {
  return leavesOf(path, value).some(
    ([names, leaf]) => names.some(isSecretName) || looksSecret(names.at(-1) ?? '', leaf),
  );
}

/** With the keys that are names: an entry of a list is judged by the key of the list. */
function leavesOf(path: string, value: unknown): [names: string[], leaf: unknown][] {
  return flatten(value, path).map(([at, leaf]) => [
    at.split('.').filter((part) => !/^\d+$/.test(part)),
    leaf,
  ]);
}

function textOf(leaf: unknown): string {
  return typeof leaf === 'string' ? leaf : JSON.stringify(leaf ?? null);
}
