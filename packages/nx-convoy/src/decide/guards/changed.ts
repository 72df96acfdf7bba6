/** `<what> <is>, was <was>`, where the two differ; `show` makes them short for a person, as long as they still differ then. */
export function changed(
  what: string,
  [was, is]: readonly [was: string, is: string],
  show: (value: string) => string = (value) => value,
): string[] {
  if (was === is) return [];
  const [before, now] = show(was) === show(is) ? [was, is] : [show(was), show(is)];
  return [`${what} ${now || 'not known'}, was ${before || 'not known'}`];
}
