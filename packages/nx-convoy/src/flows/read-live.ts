import type { Cloud } from '../effects/ports';
import {
  liveSchemaSchema,
  type LiveFunction,
  type LivePages,
  type LiveSchema,
  type LiveStack,
  type LiveState,
} from '../model/live-state';
import type { Pin } from '../model/pin';
import type { Migrations, ObservedFunction, ResolvedComponent } from '../model/resolved-component';
import { schemaUnreadable } from '../model/errors';
import { servedCommit } from './served-commit';
import type { World } from './world';

/** Reads what the providers report of a component, all questions at once. */
export async function readLive(component: ResolvedComponent, pin: Pin, world: World): Promise<LiveState> {
  const cloud = world.cloud(component.region);
  const { observes } = component;
  const layerNames = [...new Set([...observes.layers, ...observes.functions.flatMap((each) => each.layers)])];
  const [stacks, functions, layers, schema, pages] = await Promise.all([
    Promise.all(observes.stacks.map((name) => readStack(cloud, name))),
    Promise.all(observes.functions.map((each) => readFunction(cloud, each))),
    Promise.all(
      layerNames.map(async (name) => ({
        name,
        version: (await cloud.newestLayerVersion(name))?.version ?? null,
      })),
    ),
    component.migrations === null ? null : readSchema(cloud, component.migrations),
    component.pages === null ? null : readPages(component, pin, world),
  ]);
  return { stacks, functions, layers, schema, pages };
}

async function readStack(cloud: Cloud, name: string): Promise<LiveStack> {
  return (await cloud.stack(name)) ?? { name, status: 'ABSENT', updatedAt: null, outputs: {} };
}

async function readFunction(cloud: Cloud, each: ObservedFunction): Promise<LiveFunction> {
  const found = await cloud.function(each.name, each.alias);
  return (
    found ?? {
      name: each.name,
      state: 'Absent',
      lastUpdateStatus: 'Absent',
      runtime: '',
      codeSha256: '',
      layers: [],
      alias: null,
    }
  );
}

/** The applied migrations, asked of the database's own function: a real database sits in a private network. Null before the function exists. */
export async function readSchema(cloud: Cloud, migrations: Migrations): Promise<LiveSchema | null> {
  if ((await cloud.function(migrations.function, null)) === null) return null;
  const outcome = await cloud.invoke(migrations.function, migrations.inspect);
  if (outcome.type !== 'answered') throw schemaUnreadable(migrations.function, outcome.message);
  const answer = liveSchemaSchema.safeParse(outcome.answer);
  if (!answer.success)
    throw schemaUnreadable(
      migrations.function,
      `its answer is ${JSON.stringify(outcome.answer).slice(0, 300)}`,
    );
  return answer.data;
}

async function readPages(component: ResolvedComponent, pin: Pin, world: World): Promise<LivePages | null> {
  const { pages } = component;
  if (pages === null) return null;
  const [head, latest] = await Promise.all([
    world.repos.resolve({ name: component.repo, url: component.url }, `refs/heads/${pages.branch}`),
    world.pages.latest(pages),
  ]);
  const served = await servedCommit(component, pin, head, world);
  const isNewest = latest?.commit === served || head !== served;
  const deployment = isNewest ? latest : ((await world.pages.ofCommit(pages, served)) ?? latest);
  if (deployment === null) return { branch: pages.branch, head, deployment: null };
  const { id, commit, stage, status, url } = deployment;
  return { branch: pages.branch, head, deployment: { id, commit, stage, status, url } };
}
