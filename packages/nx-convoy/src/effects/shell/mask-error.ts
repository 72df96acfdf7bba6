import { maskText } from './mask-json';

/**
 * The same error with its message, stack, causes and every other text that it carries masked; what is no error is masked if it is a text. For
 * whatever is thrown to somebody who prints it, Nx above all.
 */
export function maskError(error: unknown, secrets: readonly string[]): unknown {
  return copyOf(error, secrets, new Map());
}

function copyOf(value: unknown, secrets: readonly string[], copies: Map<Error, Error>): unknown {
  if (typeof value === 'string') return maskText(value, secrets);
  if (Array.isArray(value)) return value.map((each: unknown) => copyOf(each, secrets, copies));
  if (!(value instanceof Error)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = Object.create(Object.getPrototypeOf(value) as object) as Error;
  // Causes may lead back to where they began.
  copies.set(value, copy);
  for (const name of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, name);
    const field: unknown = Reflect.get(value, name);
    const enumerable = descriptor?.enumerable ?? false;
    Object.defineProperty(copy, name, {
      value: copyOf(field, secrets, copies),
      enumerable,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}
