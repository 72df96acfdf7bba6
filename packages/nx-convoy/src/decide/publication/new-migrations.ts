import { readMigrations } from '../migrations';

type Files = Parameters<typeof readMigrations>[0];

/** The migrations that came along, by the names of their files. */
export function newMigrations(before: Files, now: Files): string[] {
  const known = new Set(readMigrations(before).map(({ version }) => version));
  return readMigrations(now)
    .filter(({ version }) => !known.has(version))
    .map(({ file }) => file.replace(/\.sql$/, ''));
}
