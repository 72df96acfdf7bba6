import type { Manifest } from '../model/manifest';

/** Environments in the order of promotion, from where work is tried to what is promoted no further: the longest such path. */
export function releasePath(manifest: Manifest): string[] {
  const names = Object.keys(manifest.environments);
  const followed = new Set(names.flatMap((name) => manifest.environments[name]?.promotesFrom ?? []));
  const paths = names.filter((name) => !followed.has(name)).map((name) => pathTo(manifest, name));
  return paths.reduce<string[]>((longest, path) => (path.length > longest.length ? path : longest), []);
}

function pathTo(manifest: Manifest, name: string, after: readonly string[] = []): string[] {
  const from = manifest.environments[name]?.promotesFrom;
  const path = [name, ...after];
  return from === undefined || path.includes(from) ? path : pathTo(manifest, from, path);
}
