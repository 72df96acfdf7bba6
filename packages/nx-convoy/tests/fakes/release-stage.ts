import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publish } from '../../src/generators/release/publish';
import type { ReleaseOptions } from '../../src/generators/release/schema';
import { pinPath } from '../../src/model/pin';
import { FakeLeaseStamps } from './fake-lease-stamps';
import { FakeWorld } from './fake-world';
import { account, receipt, region } from './values';
import { release, releasedComponent } from './values-of-release';

// Two repositories, one of them with two components in folders of its own. Both have been committed to; `release` is what a run leaves that deployed them.

export const COMPONENTS = ['database', 'graphql', 'backend'] as const;
export type Component = (typeof COMPONENTS)[number];
const REPO_OF: Readonly<Record<Component, 'infra' | 'backend'>> = {
  database: 'infra',
  graphql: 'infra',
  backend: 'backend',
};
const PATHS: Readonly<Record<Component, string[]>> = {
  database: ['db'],
  graphql: ['.', '!db'],
  backend: ['.'],
};

export function releaseManifest(dev: object = { allowSource: true }): object {
  const migrations = { folder: 'db', function: 'schema-{environment}', apply: {}, inspect: {} };
  const config = { files: ['config.yml#{environment}'] };
  return {
    environments: { dev: { account, region, ...dev } },
    repos: {
      infra: {
        url: 'git@github.com:team/infra.git',
        components: {
          database: { paths: PATHS.database, migrations },
          graphql: { paths: PATHS.graphql, config, dependsOn: ['database'] },
        },
      },
      backend: { url: 'git@example.test:team/backend.git', components: { backend: {} } },
    },
  };
}

export interface ReleaseStage {
  readonly world: FakeWorld;
  readonly root: string;
  /** Adds a commit on top of a repository's main; its files are added to those before. */
  push(repo: 'infra' | 'backend', message: string, files: Record<string, string>): string;
  /** Pins components to the heads of main, or to other commits, and records that a run deployed, verified and released all. */
  release(run: string, others?: Partial<Record<Component, string>>): Promise<void>;
  pin(component: Component, commit: string): Promise<void>;
  /** Runs the generator as Nx does, or as its dry run; a run of its own each time. */
  publish(options?: Partial<ReleaseOptions>, dryRun?: boolean): Promise<void>;
  /** Tags of a repository (null: of the workspace's own) with their commits. */
  tags(repo: 'infra' | 'backend' | null): Record<string, string>;
  head(repo: 'infra' | 'backend'): string;
  text(path: string): string | null;
  write(path: string, text: string): void;
  /** The processes of a run are gone, and its lease has run out. */
  forgetLock(): void;
}

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export async function releaseStage(manifest: object = releaseManifest()): Promise<ReleaseStage> {
  const root = mkdtempSync(join(tmpdir(), 'convoy-release-'));
  folders.push(root);
  const world = new FakeWorld();
  let runs = 0;
  let minute = 0;
  const remote = (repo: string) => world.sources.remote(repo);
  const head = (repo: string): string => remote(repo).refs.get('refs/heads/main') ?? '';
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('repos.json', JSON.stringify(manifest));
  const tree = (): Tree => Object.assign(createTreeWithEmptyWorkspace(), { root });
  const place = async (component: Component, commit: string) => {
    const repo = { name: REPO_OF[component], url: '' };
    await world.sources.ensure(repo, commit);
    return { commit, tree: await world.sources.tree(repo, commit, PATHS[component]) };
  };
  const stage: ReleaseStage = {
    world,
    root,
    head,
    write,
    push: (repo, subject, files) => {
      const parents = [head(repo)].filter(Boolean);
      const old = parents.flatMap((each) => Object.entries(remote(repo).commits.get(each)?.files ?? {}));
      const id = remote(repo).commit({ parents, subject, files: { ...Object.fromEntries(old), ...files } });
      remote(repo).refs.set('refs/heads/main', id);
      return id;
    },
    pin: async (component, commit) => {
      const pin = { repo: REPO_OF[component], ref: 'main', ...(await place(component, commit)) };
      write(pinPath(component, 'dev'), JSON.stringify(pin));
    },
    release: async (of, others = {}) => {
      minute += 1;
      const [startedAt, finishedAt] = [0, 1].map(
        (hour) => `2026-03-01T1${hour}:${String(minute).padStart(2, '0')}:00.000Z`,
      ) as [string, string];
      const places = await Promise.all(
        COMPONENTS.map(
          async (component) =>
            [component, await place(component, others[component] ?? head(REPO_OF[component]))] as const,
        ),
      );
      for (const [component, { commit }] of places) await stage.pin(component, commit);
      world.receipts.record('dev', [
        ...places.map(([component, where]) =>
          receipt({ component, run: of, startedAt, finishedAt, ...where }),
        ),
        release({
          ...{ run: of, startedAt, finishedAt, coordinationCommit: await world.home.head() },
          components: Object.fromEntries(
            places.map(([component, where]) => [component, releasedComponent(where)]),
          ),
        }),
      ]);
    },
    publish: async (options = {}, dryRun = false) => {
      runs += 1;
      const run = `publish-${runs}`;
      world.lease = world.leaseOf(run, new FakeLeaseStamps(() => world.time.now()));
      const wish = { environment: 'dev', ...options };
      const perform = await publish(tree(), wish, async () => ({ world, run }));
      if (!dryRun) await perform();
    },
    tags: (repo) => {
      const { refs } = repo === null ? world.labels.coordination : remote(repo);
      const found = [...refs].filter(([ref]) => ref.startsWith('refs/tags/'));
      return Object.fromEntries(found.map(([ref, id]) => [ref.slice('refs/tags/'.length), id]));
    },
    text: (path) => {
      try {
        return readFileSync(join(root, path), 'utf8');
      } catch {
        return null;
      }
    },
    forgetLock: () => world.records.locks.clear(),
  };
  stage.push('infra', 'feat: begin', {
    'db/V001__create_users.sql': 'create',
    'config.yml': 'dev:\n  a: 1\n',
  });
  stage.push('backend', 'feat: begin', { 'api.py': '1' });
  await stage.release('run-1');
  return stage;
}
