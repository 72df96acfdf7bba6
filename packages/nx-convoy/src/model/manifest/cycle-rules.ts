import { pathOf, type Rule } from './judged';
import type { Finding } from './problem';

export const dependencyCycles: Rule = ({ entries }) => {
  const edges = new Map(entries.map((entry) => [entry.name, entry.declaration.dependsOn ?? []]));
  return cyclesOf(edges).flatMap((cycle) => {
    const entry = entries.find((each) => each.name === cycle[0]);
    if (entry === undefined) return [];
    const path = [...pathOf(entry), 'dependsOn'];
    return [
      {
        path,
        message: `these components wait for each other: ${inOrder(cycle)}`,
        allowed: 'remove one of the edges',
      },
    ];
  });
};

export const promotionCycles: Rule = ({ manifest }) => {
  const entries = Object.entries(manifest.environments);
  const edges = new Map(
    entries.map(([name, { promotesFrom }]) => [name, promotesFrom === undefined ? [] : [promotesFrom]]),
  );
  return cyclesOf(edges).map((cycle): Finding => {
    const path = ['environments', cycle[0] ?? '', 'promotesFrom'];
    return {
      path,
      message: `these environments promote from each other: ${inOrder(cycle)}`,
      allowed: 'one of them must be the first',
    };
  });
};

/** The cycles of a graph, each once and beginning with its first member in the order of the file. */
export function cyclesOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name);
    if (at >= 0) cycles.push(trail.slice(at));
    if (at >= 0 || done.has(name)) return;
    for (const next of edges.get(name) ?? []) visit(next, [...trail, name]);
    done.add(name);
  };
  for (const name of edges.keys()) visit(name, []);
  return cycles;
}

function inOrder(cycle: readonly string[]): string {
  return [...cycle, cycle[0]].join(' → ');
}
