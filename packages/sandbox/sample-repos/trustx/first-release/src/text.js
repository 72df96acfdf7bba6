const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A date for people; a dash for none. */
export function formatDate(moment) {
  return moment ? DATE.format(new Date(moment)) : '–';
}
