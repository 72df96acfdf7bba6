import { hideAssignments } from './secret-assignments';
import { HIDDEN } from './hide-ranges';
import { looksMadeUp } from '../../model/secret-names';
import { looksRandom } from '../../model/looks-random';

// Shapes of secrets that nobody told us about. Every pattern must stay linear on a line of a megabyte: it begins at a literal or where a word
// begins, and what may repeat is bounded or cannot begin again inside of itself.

/** Where a word begins: also after what stands for a sign in URLs and JSON (`%3D`, `\n`). */
const START = '(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}|\\\\[nrtbf]|\\\\u[0-9A-Fa-f]{4}))';
const SLASH = '(?:\\\\?/)';

/** An address up to its password. */
function url(scheme: string): string {
  const noPort = '(?!\\d{1,5}(?:[/?#\\\\"\']|$))';
  return `(?<![a-z0-9+.-])${scheme}([a-z][a-z0-9+.-]{0,24}:${SLASH}{2}[^\\s:/@"'<>\\\\]*:)${noPort}`;
}

type Replacement = (whole: string, ...parts: string[]) => string;
type Shape = readonly [pattern: RegExp, replacement: string | Replacement];

/** `$1` is what stays readable. */
const SHAPES: readonly Shape[] = [
  // Access key ids, session tokens, and a key of 40 signs that stands alone (AWS secret keys, Cloudflare tokens).
  [new RegExp(`${START}(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])`, 'g'), HIDDEN],
  [/(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|FQoDYXdz|AQoDYXdz|AQoEXAMPLE)(?:[\w+/=%-]|\\\/){16,}/g, HIDDEN],
  [
    /(?:(?<![\w+/-])|(?<=[^\w+/-]\\[nrt]))[\w+/-]{40}(?![\w+/=-])/g,
    (whole) => (looksRandom(whole) ? HIDDEN : whole),
  ],
  [/(?:(?<![\w-])|(?<=^-)|(?<=%[0-9A-Fa-f]{2}|\\[nrt]))eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){0,3}/g, HIDDEN],
  // Headers.
  [
    /((?:authorization|x-amz-security-token)["'\\\]]{0,8}\s{0,8}[:=,](?!=)\s{0,8}["'`\\[]{0,8}(?:(?:bearer|basic|token|apikey|negotiate)[ \t+]{1,8})?)(?!(?:bearer|basic|aws4-hmac-sha256|digest)\b)(?![$<{)\]}])[^\s"',\\]{1,16384}/gi,
    `$1${HIDDEN}`,
  ],
  [/((?:aws4-hmac-sha256|digest)\s{1,8})(?=[\w-]{1,32}=)[^"'\r\n\\]+/gi, `$1${HIDDEN}`],
  [/(\bbearer(?:\s|\+|%20){1,8})([\w.~+/-]{12,}={0,2})/gi, unlessWord],
  [/(\bbasic(?:\s|\+|%20){1,8})([\w+/-]{8,}={0,2})/gi, basicCredentials],
  [
    /((?:x-auth-(?:key|user-service-key)|set-cookie|\bcookie)["'\\]{0,8}\s{0,8}[:=]\s{0,8}["'\\]{0,8})[^\s"'][^"'\r\n]*/gi,
    headerValue,
  ],
  [
    /(x-amz-(?:signature|security-token|credential)["'\\]{0,8}\s{0,8}(?:[:=]|%3D)\s{0,8}["'\\]{0,8})[^\s"',&\\]+/gi,
    `$1${HIDDEN}`,
  ],
  // Passwords in URLs. A port is none; a password may have @ in it, and where addresses have no long paths also /.
  [new RegExp(`${url('(?!https?:)')}[^\\s"'<>\\\\]{1,256}(?=@)`, 'gi'), `$1${HIDDEN}`],
  [new RegExp(`${url('')}(?:[^\\s/"'<>\\\\]+|[^\\s"'<>@]{1,128})(?=@)`, 'gi'), `$1${HIDDEN}`],
  [new RegExp(`(\\bhttps?:${SLASH}{2})[^\\s:/@"'<>\\\\?#]{16,}(?=@)`, 'gi'), `$1${HIDDEN}`],
  // Tokens that say whose they are.
  [new RegExp(`${START}(?:xox[a-z](?:\\.xox[a-z])?-|xapp-)[\\w-]{8,}`, 'g'), HIDDEN],
  [
    new RegExp(
      `(hooks\\.slack(?:-gov)?\\.com${SLASH}(?:services|workflows|triggers)${SLASH})(?:[\\w-]|${SLASH})+`,
      'gi',
    ),
    `$1${HIDDEN}`,
  ],
  [
    new RegExp(`${START}(?:gh[pousr]_\\w{20,}|github_pat_\\w{20,}|npm_\\w{30,}|glpat-[\\w-]{20,})`, 'g'),
    HIDDEN,
  ],
  [new RegExp(`${START}(?:cf(?:k|ut|at)_[\\w-]{20,}|v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,})`, 'g'), HIDDEN],
  [new RegExp(`${START}(?:[sr]k_(?:live|test)_\\w{16,}|AIza[\\w-]{35})`, 'g'), HIDDEN],
];

/** Hides everything in a line that has the shape of a secret. */
export function hideShapes(line: string): string {
  const shown = SHAPES.reduce(
    (text, [pattern, replacement]) =>
      typeof replacement === 'string'
        ? text.replace(pattern, replacement)
        : text.replace(pattern, replacement),
    line,
  );
  return hideAssignments(shown);
}

/** “Bearer authentication” is prose, whatever has digits, signs or capitals inside is a token. */
function unlessWord(whole: string, before = '', value = ''): string {
  return value.length >= 24 || looksMadeUp(value) || value.includes('.') ? before + HIDDEN : whole;
}

/** “Basic information” is prose: credentials decode to `user:password`. */
function basicCredentials(whole: string, before = '', value = ''): string {
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  return /^[\x20-\x7e\x80-\xff]*:[\x20-\x7e\x80-\xff]*$/.test(decoded) ? before + HIDDEN : whole;
}

function headerValue(whole: string, before = ''): string {
  // A cookie has several parts; a key is one word.
  const value = whole.slice(before.length);
  const rest = /cookie/i.test(before) ? '' : value.replace(/^[^\s,]+/, '');
  return before + HIDDEN + rest;
}
