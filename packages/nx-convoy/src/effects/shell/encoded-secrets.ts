import { isUtf8 } from 'node:buffer';
import { HIDDEN } from './hide-ranges';

const URL_WORD = /[^\s"<>&=?;#,/\\]+/g;
const CODES = /(?:%[0-9A-Fa-f]{2})+/g;
/** How often a text is decoded: what passes through several programs is encoded by each. */
const MOST_ROUNDS = 3;

const BASE64_WORD = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
// What stands right before an encoded text (`path/`, `name_`) could be base64 as well; the text then begins at any of four places.
const BEGINNINGS = [0, 1, 2, 3];
// What is no text when it is decoded has next to nothing of this length.
const READABLE = /[\t\r\n\x20-\x7e]{8,}/g;

/** Hides every URL-encoded or base64 word of the line in which `isSecret` finds something once it is decoded. */
export function hideEncoded(line: string, isSecret: (decoded: string) => boolean): string {
  const shown = line.includes('%') ? line.replace(URL_WORD, (word) => hideUrlWord(word, isSecret)) : line;
  return shown.replace(BASE64_WORD, (word) =>
    BEGINNINGS.some((from) => isSecretBase64(word.slice(from), isSecret)) ? HIDDEN : word,
  );
}

function hideUrlWord(word: string, isSecret: (decoded: string) => boolean): string {
  // In forms a plus is a space.
  const isFound = [word, word.replace(/\+/g, ' ')].some((text) => isSecretUrl(text, isSecret));
  return isFound ? HIDDEN : word;
}

function isSecretUrl(word: string, isSecret: (decoded: string) => boolean): boolean {
  let text = word;
  for (let round = 0; round < MOST_ROUNDS && text.includes('%'); round += 1) {
    const decoded = text.replace(CODES, decodeCodes);
    if (decoded === text) return false;
    if (isSecret(decoded)) return true;
    text = decoded;
  }
  return false;
}

function decodeCodes(codes: string): string {
  return Buffer.from(codes.replace(/%/g, ''), 'hex').toString('utf8');
}

function isSecretBase64(word: string, isSecret: (decoded: string) => boolean): boolean {
  const bytes = Buffer.from(word, 'base64');
  const readable = bytes.toString('latin1').match(READABLE) ?? [];
  const whole = readable.length > 1 && isUtf8(bytes) ? [bytes.toString('utf8')] : [];
  return [...readable, ...whole].some((text) => isSecret(text));
}
