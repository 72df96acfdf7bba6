import { aliasesOf, type RollbackFacts } from '../decide/plan-rollback';
import { componentEntry } from '../model/component-entry';
import type { LedgerState } from '../model/receipt';
import { readMigrationFiles, readUntrustedFacts, type Look } from './read-facts';
import type { RollbackOrder } from './rollback';
import type { World } from './world';

/** Reads everything that going back is decided from. */
export async function readRollbackFacts(
  order: RollbackOrder,
  ledger: LedgerState,
  world: World,
  look: Look,
): Promise<RollbackFacts> {
  // The tree was computed when it was deployed: paths of today's manifest may be others.
  const facts = await readUntrustedFacts(order, ledger, world, look);
  const { started, last } = facts.record;
  const [liveMigrations, versionsExist, isProduction] = await Promise.all([
    readMigrationFiles(order, world, started?.commit ?? last?.commit),
    doVersionsExist(order, world),
    isProductionBranch(order, world),
  ]);
  const readers = order.dependents.flatMap((name) => {
    const entry = componentEntry(order.manifest, name);
    const isDirect = entry?.declaration.dependsOn?.includes(order.component.name) === true;
    return isDirect ? [{ name, worksWithNewerSchema: entry.declaration.worksWithNewerSchema === true }] : [];
  });
  return { ...facts, target: order.released, liveMigrations, versionsExist, isProduction, readers };
}

async function doVersionsExist({ component, released }: RollbackOrder, world: World): Promise<boolean> {
  if (component.rollback !== 'alias') return false;
  const cloud = world.cloud(component.region);
  const found = await Promise.all(
    aliasesOf(released.live).map(async (each) => {
      const version = await cloud.functionVersion(each.function, each.version);
      const before = released.live.functions.find(({ name }) => name === each.function);
      if (version === null || version.codeSha256 !== before?.alias?.codeSha256) return false;
      return (await Promise.all(version.layers.map((arn) => cloud.layerExists(arn)))).every(Boolean);
    }),
  );
  return found.length > 0 && found.every(Boolean);
}

async function isProductionBranch({ component }: RollbackOrder, world: World): Promise<boolean> {
  const { pages } = component;
  if (pages === null || pages.owned) return false;
  return (await world.pages.productionBranch(pages)) === pages.branch;
}
