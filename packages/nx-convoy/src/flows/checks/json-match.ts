import { canonicalJson } from '../../model/digest';
import type { Json } from '../../model/json';

/** Where an answer differs from the fields that are wanted of it; null where every wanted field has the wanted value. */
export function jsonMismatch(wanted: Json, actual: Json | undefined, path = ''): string | null {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    for (const [key, value] of Object.entries(wanted)) {
      const field = isRecord(actual) ? actual[key] : undefined;
      const mismatch = jsonMismatch(value, field, path === '' ? key : `${path}.${key}`);
      if (mismatch !== null) return mismatch;
    }
    return isRecord(actual) ? null : `${placeOf(path)} is ${shown(actual)}`;
  }
  // Inside of lists the order of fields means nothing either.
  return actual !== undefined && canonicalJson(wanted) === canonicalJson(actual)
    ? null
    : `${placeOf(path)} is ${shown(actual)}, not ${shown(wanted)}`;
}

function placeOf(path: string): string {
  return path === '' ? 'the answer' : path;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 200);
}
