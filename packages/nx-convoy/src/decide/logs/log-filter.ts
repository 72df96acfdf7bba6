/** What a person filters by: a pattern of CloudWatch, which it judges itself, or a text that must stand in the line. */
export interface LogFilter {
  readonly pattern: string | null;
  readonly text: string | null;
}

export function logFilter(filter: string | null): LogFilter {
  if (filter === null || filter === '') return { pattern: null, text: null };
  // As CloudWatch's own syntax begins: terms, JSON, space-delimited, optional terms, regular expressions.
  return /^["{[?%]/.test(filter) ? { pattern: filter, text: null } : { pattern: null, text: filter };
}
