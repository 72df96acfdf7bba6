export interface TaggedRelease {
  readonly name: string;
  readonly environment: string;
  readonly run: string;
  readonly at: string;
  readonly who: string;
  readonly components: Readonly<Record<string, { readonly commit: string }>>;
}

/** What a tag says. Only what the ledger keeps: whoever makes it, and whenever, makes the same. */
export function tagMessage({ name, environment, run, at, who, components }: TaggedRelease): string {
  const names = Object.keys(components).sort();
  const width = Math.max(0, ...names.map((each) => each.length));
  return [
    name,
    '',
    `${environment}, released ${at} by ${who}, run ${run}`,
    '',
    ...names.map((each) => `${each.padEnd(width)}  ${components[each]?.commit ?? ''}`),
  ].join('\n');
}
