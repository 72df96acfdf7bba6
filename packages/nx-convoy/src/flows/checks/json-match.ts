import type { Json } from '../../model/json';

/** Where an answer differs from the fields that are wanted of it; null where every wanted field has the wanted value. */
export function jsonMismatch(wanted: Json, actual: Json | undefined, path = ''): string | null {
  if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    for (const [key, value] of Object.entries(wanted)) {
      const field = isRecord(actual) ? actual[key] : undefined;
      const mismatch = jsonMismatch(value, field, path === '' ? key : `${path}.${key}`);
      if (mismatch !== null) return mismatch;
    }
    return isRecord(actual) ? null : `${path === '' ? 'the answer' : path} is ${shown(actual)}`;
  }
  return JSON.stringify(wanted) === JSON.stringify(actual)
    ? null
    : `${path} is ${shown(actual)}, not ${shown(wanted)}`;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: Json | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 200);
}
