import type { OwnValue } from './own-values';

/** Longer texts are compared as they are: nobody's configuration is that long. */
const LONGEST = 2_000;
const WORD = /[A-Za-z0-9]/;

/**
 * Whether two texts say the same, each of its own environment: where they differ, one has a value of its environment as a whole word, and the
 * other has the value that the manifest calls the same. Answers the names of what differs; null: they do not correspond.
 */
export function correspond(here: string, there: string, values: readonly OwnValue[]): string[] | null {
  if (here === there) return [];
  if (Math.max(here.length, there.length) > LONGEST) return null;
  const dead = new Set<string>();
  const from = (left: number, right: number): string[] | null => {
    if (left === here.length && right === there.length) return [];
    const place = `${left} ${right}`;
    if (dead.has(place)) return null;
    for (const value of values) {
      if (!standsAt(here, value.here, left) || !standsAt(there, value.there, right)) continue;
      const rest = from(left + value.here.length, right + value.there.length);
      if (rest !== null) return [value.name, ...rest];
    }
    const rest = left < here.length && here[left] === there[right] ? from(left + 1, right + 1) : null;
    if (rest === null) dead.add(place);
    return rest;
  };
  const names = from(0, 0);
  return names === null ? null : [...new Set(names)];
}

/** Whether a text holds a value of the environment: it would be wrong anywhere else. */
export function holdsOwnValue(text: string, own: readonly string[]): boolean {
  return own.some((value) => {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1))
      if (standsAt(text, value, at)) return true;
    return false;
  });
}

function standsAt(text: string, value: string, at: number): boolean {
  if (value === '' || !text.startsWith(value, at)) return false;
  return !joins(text, at - 1, at) && !joins(text, at + value.length - 1, at + value.length);
}

/** Whether two neighbours belong to one word. */
function joins(text: string, left: number, right: number): boolean {
  return WORD.test(text[left] ?? '') && WORD.test(text[right] ?? '');
}
