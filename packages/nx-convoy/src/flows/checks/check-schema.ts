import { compareSchema } from '../../decide/migrations';
import { foreignMigrations } from '../foreign-migrations';
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
  const unknown = await foreignMigrations(foreign, order, world);
  const trouble = [
    ...pending.map((migration) => `${migration.file} is not applied`),
    ...edited.map((migration) => `${migration.file} was edited since it was applied`),
    ...unknown.map((row) => `version ${row.version} (${row.name}) is applied but unknown at the pin`),
  ];
  const ahead = foreign.length - unknown.length;
  const said = `schema at ${live?.version ?? 0}${ahead === 0 ? '' : `, ${ahead} ahead of the pin`}`;
  return trouble.length === 0 ? passed(said) : failed(trouble.join('; '));
}
