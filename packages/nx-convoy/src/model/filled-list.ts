import { z } from 'zod';

/** A list with at least one entry. Not `min(1)`, for the reason given at `filledText`. */
export function filledList<Entry extends z.ZodType>(entry: Entry) {
  return z
    .array(entry)
    .refine((list) => list.length > 0, 'a list with at least one entry')
    .meta({ minItems: 1 });
}
