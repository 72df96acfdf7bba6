/** The leaves of a value by dotted path; an empty mapping or list is a leaf. A key with a dot in it is taken as it is. */
export function flatten(value: unknown, path = ''): [path: string, leaf: unknown][] {
  const entries = entriesOf(value);
  if (entries === null || entries.length === 0) return [[path, value]];
  return entries.flatMap(([key, field]) => flatten(field, path === '' ? key : `${path}.${key}`));
}

function entriesOf(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((each: unknown, index) => [String(index), each]);
  return typeof value === 'object' && value !== null && !(value instanceof Date)
    ? Object.entries(value)
    : null;
}
