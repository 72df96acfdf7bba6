import { hideEncoded } from './encoded-secrets';
import { hideRanges } from './hide-ranges';
import { KeyBlocks } from './key-blocks';
import { knownValues, wholeValues, type KnownValues } from './known-values';
import { hideShapes } from './secret-shapes';
import { SplitValues } from './split-values';

/** Replaces what must not be seen in one line. Keeps state for what spans lines: one mask per stream. */
export type Mask = (line: string) => string;

const COLOUR = /\x1b\[[\d;?]{0,16}[A-Za-z]/g;

/**
 * Hides the given values (six characters or more; also URL-encoded, escaped, in base64, and cut apart by a line break) and everything that has
 * the shape of a secret.
 */
export function createMask(secrets: readonly string[]): Mask {
  const known = knownValues(secrets);
  const blocks = new KeyBlocks();
  const split = new SplitValues(known);
  return (line) => {
    // A colour may change in the middle of a secret, or of what it is known by. A line that holds one is shown without.
    const plain = line.replace(COLOUR, '');
    const text = blocks.hide(plain);
    const values = hideRanges(text, [...wholeValues(text, known), ...split.ranges(text)]);
    const shown = hideShapes(hideEncoded(values, (decoded) => isSecret(decoded, known)));
    return shown === plain ? line : shown;
  };
}

/** Whether a text that was decoded holds a secret. */
function isSecret(text: string, known: KnownValues): boolean {
  if (known.values.some((value) => text.includes(value))) return true;
  return text.split('\n').some((line) => new KeyBlocks().hide(line) !== line || hideShapes(line) !== line);
}
