import type { Range } from './hide-ranges';
import { secretSpellings } from './secret-spellings';

/** A shorter value is left alone: it would be hidden in the middle of ordinary words. */
export const SHORTEST_SECRET = 6;

/** Values that must not be seen, in every spelling that is looked for. */
export interface KnownValues {
  readonly spellings: readonly string[];
  /** The values themselves and their lines: what may stand in a text that was decoded. */
  readonly values: readonly string[];
}

let newest: { readonly key: string; readonly known: KnownValues } | null = null;

/** The same list is asked for again with every line that is printed: the newest answer is kept. */
export function knownValues(secrets: readonly string[]): KnownValues {
  const key = JSON.stringify(secrets);
  if (newest?.key !== key) newest = { key, known: collect(secrets) };
  return newest.known;
}

function collect(secrets: readonly string[]): KnownValues {
  const all = secrets.flatMap((secret) => [secret, secret.trim(), ...secret.split(/\r?\n/)]);
  const lines = all.flatMap((each) => [each, each.trim()]);
  const values = [...new Set(lines)].filter((value) => value.trim().length >= SHORTEST_SECRET);
  const spellings = values.flatMap(secretSpellings).filter((text) => text.length >= SHORTEST_SECRET);
  return { values, spellings: [...new Set(spellings)] };
}

/** Where known values stand in a text, whole. */
export function wholeValues(text: string, known: KnownValues): Range[] {
  return known.spellings.flatMap((spelling) => {
    const found: Range[] = [];
    for (let at = text.indexOf(spelling); at !== -1; at = text.indexOf(spelling, at + 1))
      found.push([at, at + spelling.length]);
    return found;
  });
}
