import { configChange } from '../decide/publication/config-changes';
import { newMigrations } from '../decide/publication/new-migrations';
import type { CommittedFile, RepoAddress } from '../effects/ports';
import type { ComponentNews, ConfigChange } from '../model/publication';
import type { Place, Receipt } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { textAt } from './text-at';
import type { World } from './world';

const MOST_CHANGES = 200;

export interface NewsQuestion {
  readonly component: ResolvedComponent;
  /** What it is in the release. */
  readonly released: Place;
  /** What it was in the one before; null: it was not. */
  readonly before: Place | null;
  readonly verified: Receipt;
}

/** What a release brings of one component: commits that touch it, migrations, configuration. */
export async function componentNews(question: NewsQuestion, world: World): Promise<ComponentNews> {
  const { component, released, before, verified } = question;
  const repo = { name: component.repo, url: component.url };
  await world.repos.ensure(repo, released.commit);
  if (before !== null) await world.repos.ensure(repo, before.commit);
  const { paths } = component;
  const [history, migrations, config] = await Promise.all([
    world.history.changes(repo, {
      from: before?.commit ?? null,
      to: released.commit,
      paths,
      most: MOST_CHANGES,
    }),
    migrationsSince(question, repo, world),
    configSince(question, repo, world),
  ]);
  return {
    component: component.name,
    ...{ repo: repo.name, url: repo.url },
    commit: released.commit,
    before: before?.commit ?? null,
    verifiedAt: verified.finishedAt,
    run: verified.run,
    ...history,
    migrations,
    config,
  };
}

async function migrationsSince(
  { component, released, before }: NewsQuestion,
  repo: RepoAddress,
  world: World,
): Promise<string[]> {
  const folder = component.migrations?.folder;
  if (folder === undefined) return [];
  const at = async (commit: string | undefined): Promise<CommittedFile[]> =>
    commit === undefined ? [] : world.repos.files(repo, commit, folder);
  return newMigrations(await at(before?.commit), await at(released.commit));
}

/** Of a component that is new, all of its configuration is: that is told by its commits. */
async function configSince(
  { component, released, before }: NewsQuestion,
  repo: RepoAddress,
  world: World,
): Promise<ConfigChange[]> {
  if (before === null) return [];
  const changes = await Promise.all(
    component.config.files.map(async ({ path, section }) => {
      const [old, now] = await Promise.all(
        [before.commit, released.commit].map((commit) => textAt({ repo, commit, path }, world)),
      );
      return configChange({ file: path, section, before: old ?? null, after: now ?? null });
    }),
  );
  return changes.flatMap((change) => change ?? []);
}
