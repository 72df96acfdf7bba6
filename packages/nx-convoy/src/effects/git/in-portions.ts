/** Shorter than any system's longest command line. */
const LONGEST_CHARACTERS = 20_000;

/** Cuts a list into portions that each fit into one command line. */
export function inPortions(words: readonly string[]): string[][] {
  const portions: string[][] = [];
  let room = 0;
  for (const word of words) {
    const length = Buffer.byteLength(word) + 1;
    if (length > room) {
      portions.push([]);
      room = LONGEST_CHARACTERS;
    }
    portions.at(-1)?.push(word);
    room -= length;
  }
  return portions;
}
