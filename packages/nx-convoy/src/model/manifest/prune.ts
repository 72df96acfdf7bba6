import type { z } from 'zod';
import type { ManifestPath } from './problem';
import { shapeFindings } from './shape-findings';

/** A document without the parts that are not of the right shape, so that the rules can judge what is left in the same go. */
export interface Pruned<T> {
  readonly value: T;
  /** The path in the document as written, for a path in the pruned one (list entries may have moved). */
  originalPath(path: ManifestPath): ManifestPath;
}

export const ACCOUNT_STAND_IN = '000000000000';
export const REGION_STAND_IN = 'xx-none-0';

/** Stand-ins for required values, so that a wrong account does not take its environment out of the judgement. */
const STAND_INS: Readonly<Record<string, unknown>> = {
  account: ACCOUNT_STAND_IN,
  region: REGION_STAND_IN,
  url: '/unknown',
  components: {},
  environments: {},
  repos: {},
};
const ROUNDS = 20;

export function prune<T>(schema: z.ZodType<T>, document: unknown): Pruned<T> | null {
  const copy: unknown = structuredClone(document);
  const origins = new WeakMap<object, number[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const parsed = schema.safeParse(copy);
    if (parsed.success) return { value: parsed.data, originalPath: (path) => original(copy, path, origins) };
    const taken = shapeFindings(schema, copy).flatMap((finding) => finding.take);
    if (taken.some((path) => path.length === 0)) return null;
    for (const path of removable(copy, taken)) takeOut(copy, path, origins);
  }
  return null;
}

/**
 * What to remove in one round: wrong values first; only when there are none left, the containers of values that are missing.
 * From the end, so that a removal does not move what is still to be removed.
 */
function removable(document: unknown, taken: readonly ManifestPath[]): ManifestPath[] {
  const present = taken.filter(
    (path) => isRequired(path) || path.reduce<unknown>(step, document) !== undefined,
  );
  const chosen = present.length > 0 ? present : taken.map((path) => path.slice(0, -1));
  const each = new Map(chosen.map((path) => [path.join('\0'), path]));
  return [...each.values()].sort(backwards);
}

function takeOut(document: unknown, path: ManifestPath, origins: WeakMap<object, number[]>): void {
  const key = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>(step, document);
  if (Array.isArray(parent)) {
    const indices = origins.get(parent) ?? parent.map((_, index) => index);
    parent.splice(Number(key), 1);
    indices.splice(Number(key), 1);
    origins.set(parent, indices);
  } else if (typeof parent === 'object' && parent !== null && key !== undefined) {
    if (isRequired(path)) (parent as Record<string, unknown>)[key] = structuredClone(STAND_INS[key]);
    else Reflect.deleteProperty(parent, key);
  }
}

/** `environments.<e>.account|region`, `repos.<r>.url|components` and the two at the top: never removed, always replaced. */
function isRequired(path: ManifestPath): boolean {
  const key = path.at(-1);
  if (key === undefined || STAND_INS[key] === undefined) return false;
  return path.length === 1 || (path.length === 3 && (path[0] === 'environments' || path[0] === 'repos'));
}

function original(document: unknown, path: ManifestPath, origins: WeakMap<object, number[]>): ManifestPath {
  let here: unknown = document;
  return path.map((key) => {
    const moved = typeof key === 'number' && Array.isArray(here) ? (origins.get(here)?.[key] ?? key) : key;
    here = step(here, key);
    return moved;
  });
}

function step(document: unknown, key: string | number): unknown {
  if (typeof document !== 'object' || document === null) return undefined;
  return (document as Record<string | number, unknown>)[key];
}

function backwards(left: ManifestPath, right: ManifestPath): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const [a, b] = [left[index], right[index]];
    if (a === b) continue;
    return typeof a === 'number' && typeof b === 'number' ? b - a : 0;
  }
  return right.length - left.length;
}
