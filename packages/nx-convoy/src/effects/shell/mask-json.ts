import { createMask } from './mask';
import { isOrdinaryValue, isSecretName } from '../../model/secret-names';
import { HIDDEN } from './hide-ranges';

/** Ids that stand under the name `token` in our own records: the commit that took a lock. */
const OUR_TOKEN = /^[0-9a-f]{40}$/;

/** The same value with every string masked: nothing that is kept or shown may hold a secret, wherever it came from. */
export function maskJson<Value>(value: Value, secrets: readonly string[]): Value {
  return masked(value, secrets) as Value;
}

function masked(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskText(value, secrets);
  if (Array.isArray(value)) return value.map((each: unknown) => masked(each, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [maskText(key, secrets), maskedField(key, field, secrets)]),
  );
}

/** In a document the name of a secret stands apart from its value. */
function maskedField(key: string, field: unknown, secrets: readonly string[]): unknown {
  const isNamed = typeof field === 'string' && isSecretName(key) && !isOrdinaryValue(field);
  if (isNamed && !(key === 'token' && OUR_TOKEN.test(field))) return HIDDEN;
  return masked(field, secrets);
}

/** One mask per text: a mask remembers a block that it is inside of. */
export function maskText(text: string, secrets: readonly string[]): string {
  return text.split('\n').map(createMask(secrets)).join('\n');
}
