import { looksRandom } from '../model/looks-random';
import { isOrdinaryValue, isSecretName } from '../model/secret-names';

const REFERENCE = /^\$[A-Za-z_]\w*$/;
const WORDS = /[A-Za-z0-9+/=_-]{24,}/g;
const HEXADECIMAL = /^[0-9a-f]{32,}$/i;

/** Whether a value under a key is a secret, or stands for one: by the name of the key, by its look, or as `$NAME`. */
export function looksSecret(key: string, value: unknown): boolean {
  if (typeof value !== 'string') return typeof value === 'number' && isSecretName(key);
  if (REFERENCE.test(value)) return true;
  if (isSecretName(key) && !isOrdinaryValue(value)) return true;
  return (value.match(WORDS) ?? []).some((word) => looksRandom(word) || HEXADECIMAL.test(word));
}
