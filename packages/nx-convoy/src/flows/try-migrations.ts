import { compareCatalogues, type CatalogueDifference } from '../decide/trial/compare-catalogues';
import { planTrial, type Trial, type TrialFile } from '../decide/trial/plan-trial';
import type { Tried, TriedFile, TrialEnd, TrialPhase, ScriptFailure } from '../decide/trial/trial-end';
import { classifyMigration } from '../decide/sql/classify-migration';
import { reachesBeyond } from '../decide/sql/reaches-beyond';
import type { ScratchDatabase } from '../effects/scratch-databases-port';
import type { Catalogue } from '../model/catalogue';
import type { Migrations } from '../model/resolved-component';
import { triesBeyond, tryBaseUnknown, tryRefUnknown } from '../model/scratch-errors';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import { readSchema } from './read-live';
import { runMigration, type Script } from './run-migration';
import type { World } from './world';

/** Applies what the environment lacks to a throw-away database with its schema: up, down, up again. The environment is only asked what it has. */
export async function tryMigrations(order: Order, ref: string | null, world: World): Promise<TrialEnd> {
  const { component, run } = order;
  const { migrations, environment } = component;
  if (migrations === null) return { type: 'nothing', edited: [] };
  const trial = await readTrial(order, { migrations, ref }, world);
  if (trial.pending.length === 0) return { type: 'nothing', edited: trial.edited };
  const files = await Promise.all(trial.pending.map((each) => judged(each, world)));
  return world.scratch.use({ environment, run, server: migrations.scratch }, async (scratch) => {
    if (scratch.isShared) await refuseBeyond(trial, scratch.server, world);
    if (scratch.base.type === 'empty' && trial.unknown.length > 0)
      throw tryBaseUnknown(environment, trial.unknown);
    const tried = { base: scratch.base, server: scratch.server, files, edited: trial.edited };
    return perform({ trial, tried, mark: migrations.outsideTransaction, scratch }, world);
  });
}

interface Asked {
  readonly migrations: Migrations;
  readonly ref: string | null;
}

async function readTrial(
  { component, pin }: Order,
  { migrations, ref }: Asked,
  world: World,
): Promise<Trial> {
  await guardAccount(component, world);
  const repo = { name: component.repo, url: component.url };
  const commit = ref === null ? pin.commit : await world.repos.resolve(repo, ref);
  if (commit === null) throw tryRefUnknown(component.repo, ref ?? '');
  const [schema, ledger] = await Promise.all([
    readSchema(world.cloud(component.region), migrations),
    world.ledger.read(component.environment),
  ]);
  const { last = null, verified = null } = ledger.components[component.name] ?? {};
  const live = [verified, last].flatMap((each) => each?.commit ?? []);
  const filesOf = async (at: string) => {
    await world.repos.ensure(repo, at);
    return world.repos.files(repo, at, migrations.folder);
  };
  const [tried, ...deployed] = await Promise.all([commit, ...new Set(live)].map(filesOf));
  return planTrial({ tried: tried ?? [], live: deployed.flat(), schema });
}

async function judged({ file, up, down }: TrialFile, world: World): Promise<TriedFile> {
  return { file, down: down?.file ?? null, statements: classifyMigration(await world.sql.parse(up)) };
}

async function refuseBeyond({ base, pending }: Trial, server: string, world: World): Promise<void> {
  const scripts = [...base, ...pending].flatMap(({ file, up, down }) => [
    { file, text: up },
    ...(down === null ? [] : [down]),
  ]);
  for (const { file, text } of scripts) {
    const found = (await world.sql.parse(text)).find(reachesBeyond);
    if (found !== undefined) throw triesBeyond({ file, line: found.line, text: found.text, server });
  }
}

interface Performance {
  readonly trial: Trial;
  readonly tried: Tried;
  readonly mark: string | null;
  readonly scratch: ScratchDatabase;
}

async function perform(performance: Performance, world: World): Promise<TrialEnd> {
  const { trial, tried, scratch } = performance;
  const ups = trial.pending.map(({ file, up }) => ({ file, text: up }));
  const downs = trial.pending.flatMap(({ down }) => down ?? []).reverse();
  const canGoBack = downs.length === ups.length;
  const base = scratch.base.type === 'copied' ? [] : trial.base.map(({ file, up }) => ({ file, text: up }));
  const stages: [TrialPhase, readonly Script[]][] = [
    ['base', base],
    ['up', ups],
    ...(canGoBack
      ? ([
          ['down', downs],
          ['up again', ups],
        ] as [TrialPhase, readonly Script[]][])
      : []),
  ];
  const seen = new Map<TrialPhase, Catalogue>();
  for (const [phase, scripts] of stages) {
    const failure = await runAll(scripts, performance, world);
    if (world.interrupted()) return { type: 'interrupted' };
    if (failure !== null) return { type: 'failed', ...tried, phase, failure };
    seen.set(phase, await scratch.catalogue());
  }
  const between = (from: TrialPhase, to: TrialPhase): CatalogueDifference[] =>
    compareCatalogues(seen.get(from) ?? [], seen.get(to) ?? []);
  return {
    type: 'tried',
    ...tried,
    changes: between('base', 'up'),
    left: canGoBack ? between('base', 'down') : null,
    again: canGoBack ? between('up', 'up again') : null,
  };
}

async function runAll(
  scripts: readonly Script[],
  { mark, scratch }: Performance,
  world: World,
): Promise<ScriptFailure | null> {
  for (const script of scripts) {
    if (world.interrupted()) return null;
    const failure = await runMigration(script, { mark, scratch }, world);
    if (failure !== null) return failure;
  }
  return null;
}
