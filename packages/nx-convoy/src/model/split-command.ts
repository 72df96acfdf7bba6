export type SplitCommand =
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'trouble'; readonly what: string };

/**
 * Splits a command into argv. Blanks separate words, '…' and "…" group, `\` before a quote or another `\` inside "…" takes it
 * literally. Nothing else is special: no variables, globs, pipes or substitutions, since no shell sees the words.
 */
export function splitCommand(text: string): SplitCommand {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const escapes = quote === '"' && character === '\\' && '"\\'.includes(text.charAt(index + 1) || ' ');
    if (escapes) {
      index += 1;
      word = (word ?? '') + text.charAt(index);
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character;
      word ??= '';
    } else if (character === quote) {
      quote = null;
    } else if (quote === null && /\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== null) return { type: 'trouble', what: `the quote ${quote} is never closed` };
  if (word !== null) words.push(word);
  return words.length === 0
    ? { type: 'trouble', what: 'there is no command in it' }
    : { type: 'words', words };
}
