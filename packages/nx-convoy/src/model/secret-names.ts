/** Words at the end of a name whose value is a secret: DB_PASSWORD, SessionToken, x-api-key. */
export const SECRET_WORDS = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'credentials?',
  '(?:api|access|auth|account|signing|encryption|master|private|secret)[_-]?key',
  'secret[_-]?(?:string|binary|value|key[_-]?base)',
  'connection[_-]?string',
  '[_-]pass',
  '[_-]auth',
].join('|');

const NAME = new RegExp(`(?:${SECRET_WORDS})(?:[_-]?\\d{1,2})?$`, 'i');

/** Whether what a field of this name holds is a secret by its name alone. */
export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

const SHORTEST_VALUE = 4;
const ORDINARY =
  /^(?:true|false|null|nil|none|undefined|required|optional|missing|invalid|expired|unset|string|number|boolean|object|redacted|include|omit|same-origin|await|\*+|\[(?:object \w+|redacted|hidden|secure)\]|<[\w -]*>)$/i;
/** Packages are called pg-connection-string and jsonwebtoken. */
const VERSION = /^[\^~]?\d+\.\d+\.\d+(?:-[\w.]+)?$/;
/** References to a value instead of the value: $NAME, ${NAME}, {placeholder}, {{resolve:…}}, !Ref, arn:…, process.env.NAME */
const REFERENCE = /^(?:\$[\w{(]|\{|!\w|arn:|process\.env\b|os\.environ\b)/;

/** What may stand after the name of a secret and is none. */
export function isOrdinaryValue(value: string): boolean {
  return value.length < SHORTEST_VALUE || [ORDINARY, VERSION, REFERENCE].some((each) => each.test(value));
}

/** `options.sessionToken`, as compilers quote it. */
const MEMBER = /^[A-Za-z_$]+(?:\.[A-Za-z_$]+)+\(?$/;

/** Whether a word looks made up rather than written: letters with digits, signs, or capitals in the middle. */
export function looksMadeUp(word: string): boolean {
  const hasLetter = /[A-Za-z]/.test(word);
  if (MEMBER.test(word)) return false;
  if (hasLetter && /\d/.test(word)) return true;
  return /[^\w\s./:,;()-]/.test(word) || (/[a-z]/.test(word) && /.[A-Z]/.test(word));
}
