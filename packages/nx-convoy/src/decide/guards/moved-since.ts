import type { ReleaseSummary } from '../../model/receipt';

type Pins = Readonly<Record<string, { readonly commit: string; readonly tree: string } | null>>;

/** Which pins are not what they were when the set last passed, a line each: where to look first when it passes no longer. `pass` null: it never did. */
export function movedSince(pass: ReleaseSummary | null, pins: Pins): string[] {
  if (pass === null) return [];
  const now = Object.entries(pins).flatMap(([name, pin]) => {
    const before = pass.components[name];
    if (pin === null || before?.tree === pin.tree) return [];
    const was = before === undefined ? 'is new:' : `moved: ${short(before.commit)} →`;
    return [`${name} ${was} ${short(pin.commit)}`];
  });
  const gone = Object.keys(pass.components)
    .filter((name) => (pins[name] ?? null) === null)
    .map((name) => `${name} is no longer pinned`);
  return [...now, ...gone];
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
