import { compareSchema, type MigrationFile, type SchemaComparison } from '../../decide/migrations';
import { isCoordinationError } from '../../model/coordination-error';
import type { Order } from '../order';
import { readMigrationFiles } from '../read-facts';
import { readSchema } from '../read-live';
import type { World } from '../world';
import { failed, passed, type Finding } from './finding';

/** The schema is at the highest migration of the pin, nothing foreign, nothing edited since it was applied. */
export async function checkSchema(order: Order, world: World): Promise<Finding> {
  const { component, pin } = order;
  if (component.migrations === null) return failed('the component declares no migrations');
  await world.repos.ensure({ name: component.repo, url: component.url }, pin.commit);
  const [wanted, live] = await Promise.all([
    readMigrationFiles(order, world),
    readSchema(world.cloud(component.region), component.migrations),
  ]);
  const { pending, edited, foreign } = compareSchema(wanted, live);
  const unknown = foreign.length === 0 ? [] : await unknownAnywhere(foreign, order, world);
  const trouble = [
    ...pending.map((migration) => `${migration.file} is not applied`),
    ...edited.map((migration) => `${migration.file} was edited since it was applied`),
    ...unknown.map((row) => `version ${row.version} (${row.name}) is applied but unknown at the pin`),
  ];
  const ahead = foreign.length - unknown.length;
  const said = `schema at ${live?.version ?? 0}${ahead === 0 ? '' : `, ${ahead} ahead of the pin`}`;
  return trouble.length === 0 ? passed(said) : failed(trouble.join('; '));
}

/** A migration that another environment's pin has is ahead of this one, never foreign: it was left when its code went back, or came early. */
async function unknownAnywhere(
  rows: SchemaComparison['foreign'],
  order: Order,
  world: World,
): Promise<SchemaComparison['foreign']> {
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
