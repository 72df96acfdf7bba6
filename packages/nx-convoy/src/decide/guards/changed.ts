/** One thing that is not as it was, in a person's words. */
export interface Change {
  readonly what: string;
  /** What it is, and what it was; null where `what` says it all. */
  readonly values: { readonly is: string; readonly was: string } | null;
}

/** That `what` `is` so now, and `was` different; nothing where the two are equal. `show` makes them short for a person, as long as they still differ then. */
export function changed(
  what: string,
  [was, is]: readonly [was: string, is: string],
  show: (value: string) => string = (value) => value,
): Change[] {
  if (was === is) return [];
  const [before, now] = show(was) === show(is) ? [was, is] : [show(was), show(is)];
  return [{ what, values: { is: now || 'not known', was: before || 'not known' } }];
}

/** A change that needs no values. */
export function plainChange(what: string): Change {
  return { what, values: null };
}

/** `<what> <is>, was <was>` */
export function sayChange({ what, values }: Change): string {
  return values === null ? what : `${what} ${values.is}, was ${values.was}`;
}
