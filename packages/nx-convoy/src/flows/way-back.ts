import type { DeploymentFacts } from '../decide/facts';
import type { WayBackFacts } from '../decide/guards/way-back-refusal';
import { aliasesOf } from '../decide/plan-rollback';
import { isCoordinationError } from '../model/coordination-error';
import type { Receipt } from '../model/receipt';
import type { World } from './world';

/** Whether what a rollback of this deploy would need is still there. */
export async function wayBack(facts: DeploymentFacts, world: World): Promise<WayBackFacts> {
  const { component, isProtected, record } = facts;
  const { verified } = record;
  const known = {
    component: component.name,
    environment: component.environment,
    isProtected,
    reason: world.flags.reason,
  };
  if (verified === null)
    return { ...known, isFirst: true, versions: [], layers: [], objects: [], canBeMadeAgain: true };
  const [versions, layers, objects, canBeMadeAgain] = await Promise.all([
    lostVersions(facts, verified, world),
    lostLayers(facts, verified, world),
    lostObjects(facts, verified, world),
    isMakeable(facts, verified, world),
  ]);
  return { ...known, isFirst: false, versions, layers, objects, canBeMadeAgain };
}

async function lostVersions(
  { component }: DeploymentFacts,
  { after }: Receipt,
  world: World,
): Promise<string[]> {
  if (component.rollback !== 'alias' || after === null) return [];
  const cloud = world.cloud(component.region);
  const found = await Promise.all(
    aliasesOf(after).map(async (each) => {
      const isThere = (await cloud.functionVersion(each.function, each.version)) !== null;
      return isThere ? [] : [`${each.function}:${each.version}`];
    }),
  );
  return found.flat();
}

async function lostLayers(
  { component }: DeploymentFacts,
  { after }: Receipt,
  world: World,
): Promise<string[]> {
  if (component.rollback !== 'alias' || after === null) return [];
  const cloud = world.cloud(component.region);
  const arns = [...new Set(after.functions.flatMap(({ layers }) => layers))];
  const found = await Promise.all(
    arns.map(async (arn) => ((await cloud.layerExists(arn)) ? [] : [arn.split(':').slice(-2).join(':')])),
  );
  return found.flat();
}

async function lostObjects(
  { component }: DeploymentFacts,
  { stored }: Receipt,
  world: World,
): Promise<string[]> {
  if (component.rollback !== 'template') return [];
  const cloud = world.cloud(component.region);
  const found = await Promise.all(
    stored.map(async ({ bucket, key }) => ((await cloud.objectExists(bucket, key)) ? [] : [key])),
  );
  return found.flat();
}

/** From what was prepared, or from its commit, which must still be at the remote then. */
async function isMakeable(
  { component }: DeploymentFacts,
  { commit }: Receipt,
  world: World,
): Promise<boolean> {
  if ((await world.artefacts.preparedKey(component.name, commit)) !== null) return true;
  try {
    await world.repos.ensure({ name: component.repo, url: component.url }, commit);
    return true;
  } catch (cause) {
    if (isCoordinationError(cause) && cause.code === 'CONVOY_COMMIT_NOT_FOUND') return false;
    throw cause;
  }
}
