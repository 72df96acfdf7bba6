import { z } from 'zod';
import { filledText } from './filled-text';

const selector = filledText().describe('A CSS selector, or text=… as Playwright reads it');

/** What is done on a page, in order. */
export const pageStepSchema = z
  .union([
    z.strictObject({
      fill: selector,
      with: z.string().describe('The text, or $NAME of an environment variable for what is secret'),
    }),
    z.strictObject({ click: selector }),
    z.strictObject({ see: selector, text: z.string().optional().describe('Text that it must have in it') }),
  ])
  .describe('Fill a field, click, or wait until something is visible');
export type PageStep = z.infer<typeof pageStepSchema>;

/** The part of a check that looks at a page in a real browser. */
export const pageFields = {
  page: z.string().describe('Address of the page'),
  name: z.string().optional().describe('What the check is called in tables, such as “login works”'),
  see: selector.optional().describe('Must be visible before the steps begin'),
  steps: z.array(pageStepSchema).optional(),
  console: z
    .strictObject({ ignore: filledText().describe('Why errors in the console do not matter here') })
    .optional(),
  required: z
    .boolean()
    .optional()
    .describe('Without a browser the check is inconclusive; otherwise it is told as not run'),
};
