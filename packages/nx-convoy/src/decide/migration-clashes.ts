const FORWARD = /(?:^|\/)V(\d+)__(.+)\.sql$/;

/** Numbers that several migrations of a component have: two features that each took the next one. */
export function migrationClashes(component: string, paths: readonly string[]): string[] {
  const names = new Map<number, string[]>();
  for (const path of paths) {
    const [, number, name] = FORWARD.exec(path) ?? [];
    if (number === undefined || name === undefined) continue;
    names.set(Number(number), [...(names.get(Number(number)) ?? []), name]);
  }
  return [...names].flatMap(([number, found]) => {
    const [, ...later] = found.sort();
    return later.map(
      (name) =>
        `${component}: migration ${number} stands twice (${found.join(', ')}): npx nx g nx-convoy:migration ${name} --renumber=${number} --component=${component} --feature=<its branch>`,
    );
  });
}
