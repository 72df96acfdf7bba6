import { transitiveDependents } from '../decide/dependents-of';
import { compareSchema } from '../decide/migrations';
import { findUses } from '../decide/sql/find-uses';
import { classifyMigration, type Classified } from '../decide/sql/classify-migration';
import { componentEntry, existsIn, type ComponentEntry } from '../model/component-entry';
import type { CoordinationError } from '../model/coordination-error';
import { migrationBreaks } from '../model/migration-errors';
import type { GuardedDeploy } from './guard-deploy';
import type { World } from './world';

/** Kinds of files in which code may name a table or a column. */
const CODE = [
  '.py',
  '.ts',
  '.tsx',
  '.js',
  '.mjs',
  '.cjs',
  '.sql',
  '.go',
  '.java',
  '.kt',
  '.rb',
  '.php',
  '.cs',
  '.graphql',
];

interface Pending extends Classified {
  readonly file: string;
}

/** Refuses pending migrations that break a dependent which is live; where checkouts may be deployed, and where a person says so, it is only told. */
export async function breakingMigrations(
  deploy: GuardedDeploy,
  world: World,
): Promise<CoordinationError | null> {
  const { component, pin } = deploy.facts;
  const { migrations } = component;
  if (migrations === null) return null;
  const pending = new Set(
    compareSchema(deploy.facts.migrations, deploy.facts.live.schema).pending.map(({ file }) => file),
  );
  if (pending.size === 0) return null;
  const repo = { name: component.repo, url: component.url };
  const files = await world.repos.files(repo, pin.commit, migrations.folder);
  const read = files.filter(({ path }) => pending.has(path.slice(path.lastIndexOf('/') + 1)));
  const found = await Promise.all(
    read.map(async ({ path, text }) =>
      classifyMigration(await world.sql.parse(text)).map((each): Pending => ({ ...each, file: path })),
    ),
  );
  tellOthers(found.flat(), component.name, world);
  const lines = await brokenBy(found.flat(), deploy, world);
  if (lines.length === 0) return null;
  const isOpen = deploy.order.manifest.environments[component.environment]?.allowSource === true;
  if (!isOpen && !world.flags.breakingMigration)
    return migrationBreaks({ component: component.name, environment: component.environment, lines });
  for (const line of lines) world.output.line(`${component.name}: breaking: ${line}`);
  return null;
}

/** What takes long or loses data is for a person to know, whoever uses it. */
function tellOthers(statements: readonly Pending[], component: string, world: World): void {
  for (const { file, statement, hazards } of statements)
    for (const { danger, why } of hazards)
      if (danger !== 'breaking')
        world.output.line(`${component}: ${danger}: ${nameOf(file)}:${statement.line}  ${why}`);
}

async function brokenBy(
  statements: readonly Pending[],
  deploy: GuardedDeploy,
  world: World,
): Promise<string[]> {
  const breaking = statements.flatMap(({ file, statement, hazards }) =>
    hazards.flatMap(({ danger, why, uses }) =>
      danger === 'breaking' ? [{ said: `${nameOf(file)}:${statement.line}  ${why}`, uses }] : [],
    ),
  );
  if (breaking.length === 0) return [];
  const dependents = await Promise.all(liveDependents(deploy).map((each) => sourcesOf(each, world)));
  return breaking.flatMap(({ said, uses }) => {
    const users = dependents.flatMap(({ component, files }) =>
      findUses(files, uses).map((use) => `    used by ${component} ${use}`),
    );
    return users.length === 0 ? [] : [`  ${said}`, ...users];
  });
}

interface LiveDependent {
  readonly entry: ComponentEntry;
  readonly commit: string;
}

function liveDependents({ order, ledger }: GuardedDeploy): LiveDependent[] {
  const { manifest, component } = order;
  return transitiveDependents(manifest, component.name).flatMap((name) => {
    const entry = componentEntry(manifest, name);
    const commit = ledger.components[name]?.verified?.commit;
    return entry === null || commit === undefined || !existsIn(entry, component.environment)
      ? []
      : [{ entry, commit }];
  });
}

async function sourcesOf({ entry, commit }: LiveDependent, world: World) {
  const repo = { name: entry.repo, url: entry.url };
  await world.repos.ensure(repo, commit);
  const paths = entry.declaration.paths ?? ['.'];
  return { component: entry.name, files: await world.repos.sources(repo, commit, { paths, ends: CODE }) };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
