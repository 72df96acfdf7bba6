import { z } from 'zod';

const days = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const daysPattern = new RegExp(`^${days}(-${days})?(,${days}(-${days})?)*$`);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 19:00');
/** When deploys may start. */
export const windowSchema = z.strictObject({
  days: z.string().regex(daysPattern, 'days such as Mon-Thu or Mon,Wed'),
  from: timeOfDay,
  to: timeOfDay,
  timezone: z.string().refine(isTimeZone, 'an IANA time zone such as America/New_York'),
});

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
