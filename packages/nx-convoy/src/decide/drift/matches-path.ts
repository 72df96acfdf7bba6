/**
 * Whether a dotted pattern names a path or something above it: `database.*` names `database.host` and all below. `*` stands for anything
 * within one part, `**` for any number of parts.
 */
export function matchesPath(pattern: string, path: string): boolean {
  return matchesParts(pattern.split('.'), path.split('.'));
}

function matchesParts([first, ...more]: readonly string[], parts: readonly string[]): boolean {
  if (first === undefined) return true;
  if (first === '**')
    return parts.some((_, index) => matchesParts(more, parts.slice(index))) || more.length === 0;
  const [part, ...rest] = parts;
  return part !== undefined && matchesPart(first, part) && matchesParts(more, rest);
}

function matchesPart(pattern: string, part: string): boolean {
  const pieces = pattern.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(part);
}
