import { z } from 'zod';

/**
 * A text that is not empty; `what` says what it must be. Not `min(1)`: zod measures the `length` of whatever stands there, of an object that
 * has such a key, too, and throws where that is no number.
 */
export function filledText(what = 'a text that is not empty') {
  return z
    .string()
    .refine((text) => text !== '', what)
    .meta({ minLength: 1 });
}
