import { z } from 'zod';
import { filledText } from './filled-text';

// When deploys may start: windows and freezes of an environment.

const days = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const daysPattern = new RegExp(`^${days}(-${days})?(,${days}(-${days})?)*$`);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 19:00');
const timezone = z.string().refine(isTimeZone, 'an IANA time zone such as America/New_York');
const day = z.iso.date('a day such as 2026-12-20');

export const windowSchema = z.strictObject({
  days: z.string().regex(daysPattern, 'days such as Mon-Thu or Mon,Wed'),
  from: timeOfDay,
  to: timeOfDay,
  timezone,
});
export type Window = z.infer<typeof windowSchema>;

export const freezeSchema = z
  .strictObject({
    from: day.describe('First day on which nothing may be deployed'),
    to: day.describe('Last such day'),
    timezone: timezone.describe('Whose midnights begin and end it'),
    reason: filledText('words for a person').describe('Said to whoever wants to deploy'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'the day of “from” or a later one' });
export type Freeze = z.infer<typeof freezeSchema>;

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
