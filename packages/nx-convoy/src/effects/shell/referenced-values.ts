const REFERENCE = /^\$([A-Za-z_]\w*)$/;

/**
 * The values of all `$NAME` references in a document (repos.json as it was loaded), each once; those that are not set are left out. What is
 * handed over by reference is meant not to be seen, whatever it is called.
 */
export function referencedValues(
  document: unknown,
  variable: (name: string) => string | undefined,
): string[] {
  const values = [...namesIn(document)].flatMap((name) => variable(name) ?? []);
  return [...new Set(values)].filter((value) => value !== '');
}

function namesIn(value: unknown, found = new Set<string>()): Set<string> {
  const name = typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined;
  if (name !== undefined) found.add(name);
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) namesIn(each, found);
  return found;
}
