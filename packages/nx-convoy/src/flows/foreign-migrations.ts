import type { MigrationFile, SchemaComparison } from '../decide/migrations';
import { isCoordinationError } from '../model/coordination-error';
import type { Order } from './order';
import { readMigrationFiles } from './read-facts';
import type { World } from './world';

/** Of the applied migrations that the pin does not know, those that no other environment's pin knows either: one that is known there is only ahead. */
export async function foreignMigrations(
  rows: SchemaComparison['foreign'],
  order: Order,
  world: World,
): Promise<SchemaComparison['foreign']> {
  if (rows.length === 0) return [];
  const known = await Promise.all(order.elsewhere.map((commit) => migrationsAt(order, commit, world)));
  const versions = new Set(known.flat().map((each) => `${each.version} ${each.name}`));
  return rows.filter((row) => !versions.has(`${row.version} ${row.name}`));
}

async function migrationsAt(order: Order, commit: string, world: World): Promise<MigrationFile[]> {
  try {
    return await readMigrationFiles(order, world, commit);
  } catch (cause) {
    // Pinned elsewhere to what its repository does not have (any more): it proves nothing.
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return [];
    throw cause;
  }
}
