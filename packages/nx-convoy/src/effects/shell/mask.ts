const HIDDEN = '***';
const SHORTEST_SECRET = 6;
/** Below this the three encodings inside other text would be too short to be telling. */
const SHORTEST_EMBEDDED = 9;

/** Replaces what must not be seen in one line. Keeps state for blocks that span lines: one mask per stream. */
export type Mask = (line: string) => string;

const NAMED =
  '(?:password|passwd|secret|token|api[_-]?key|secret[_-]?access[_-]?key|session[_-]?token|private[_-]?key|credentials?)';

/** Shapes of secrets that nobody told us about. `$1` is what stays readable. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g, HIDDEN],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
  [
    /((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token|digest)\s+)?)[^\s"',]+/gi,
    `$1${HIDDEN}`,
  ],
  [/(\bbearer\s+)[\w.~+/-]{12,}=*/gi, `$1${HIDDEN}`],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gi, `$1${HIDDEN}`],
  [/\bxox[a-z]-[\w-]{8,}/g, HIDDEN],
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]+/g, `$1${HIDDEN}`],
  [/\bgh[pousr]_\w{20,}/g, HIDDEN],
  [/\bgithub_pat_\w{20,}/g, HIDDEN],
  [/\bnpm_\w{30,}/g, HIDDEN],
  [/\bcf(?:k|ut|at)_[\w-]{20,}/g, HIDDEN],
  [/(x-auth-(?:key|user-service-key)["']?\s*[:=]\s*["']?)[^\s"',]+/gi, `$1${HIDDEN}`],
  [/(x-amz-(?:signature|security-token|credential)["']?\s*[:=]\s*["']?)[^\s"',&]+/gi, `$1${HIDDEN}`],
  // NAME_TOKEN=value, --password=value, "secret": "value", _authToken=value
  [new RegExp(`(\\b[\\w.-]*${NAMED}=["']?)[^\\s"',&;]{4,}`, 'gi'), `$1${HIDDEN}`],
  [new RegExp(`(["'][\\w.-]*${NAMED}["']\\s*:\\s*["'])[^"']{4,}`, 'gi'), `$1${HIDDEN}`],
  [new RegExp(`(--[\\w-]*${NAMED}\\s+)(?!-)\\S{4,}`, 'gi'), `$1${HIDDEN}`],
];

const BLOCK_BEGIN = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;
const BLOCK_END = /-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----/;
const WHOLE_BLOCK = new RegExp(`${BLOCK_BEGIN.source}.*?${BLOCK_END.source}`, 'g');

/** The value in base64 as it looks inside longer encoded text (`user:password`): the characters that depend on it alone. */
function embeddedInBase64(value: string): string[] {
  if (value.length < SHORTEST_EMBEDDED) return [];
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.from('\0'.repeat(offset) + value);
    const first = Math.ceil((offset * 8) / 6);
    return bytes.toString('base64').slice(first, Math.floor((bytes.length * 8) / 6));
  });
}

function spellings(secret: string): string[] {
  const base64 = [Buffer.from(secret).toString('base64').replace(/=+$/, ''), ...embeddedInBase64(secret)];
  const base64Url = base64.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
  const form = new URLSearchParams({ v: secret }).toString().slice(2);
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, encodeURIComponent(secret), form, json, ...base64, ...base64Url];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function exactValues(secrets: readonly string[]): RegExp | null {
  const lines = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/)]);
  const known = lines.filter((secret) => secret.length >= SHORTEST_SECRET);
  // The longest first: a secret that contains another must go as a whole.
  const all = [...new Set(known.flatMap(spellings))].sort((a, b) => b.length - a.length);
  return all.length === 0 ? null : new RegExp(all.map(escape).join('|'), 'g');
}

/** Hides the given values (six characters or more; also in base64 and URL-encoded) and everything that has the shape of a secret. */
export function createMask(secrets: readonly string[]): Mask {
  const exact = exactValues(secrets);
  let insideKey = false;
  return (line) => {
    if (insideKey) {
      insideKey = !BLOCK_END.test(line);
      return HIDDEN;
    }
    const begin = BLOCK_BEGIN.exec(line.replace(WHOLE_BLOCK, ''));
    insideKey = begin !== null;
    let text = line.replace(WHOLE_BLOCK, HIDDEN);
    if (begin !== null) text = text.slice(0, text.search(BLOCK_BEGIN)) + HIDDEN;
    if (exact !== null) text = text.replace(exact, HIDDEN);
    return SHAPES.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text);
  };
}
