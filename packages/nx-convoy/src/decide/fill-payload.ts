import type { Json } from '../model/json';
import { fillPlaceholders } from '../model/placeholders';

/** A payload with `{name}` filled in everywhere in its texts; a text that is nothing but one placeholder stays a text. */
export function fillPayload(payload: Json, values: Readonly<Record<string, string>>): Json {
  if (typeof payload === 'string')
    return fillPlaceholders(payload, (name) => (Object.hasOwn(values, name) ? values[name] : undefined));
  if (Array.isArray(payload)) return payload.map((each: Json) => fillPayload(each, values));
  if (typeof payload !== 'object' || payload === null) return payload;
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, fillPayload(value, values)]));
}
