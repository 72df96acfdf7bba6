import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planPromotion } from '../../src/flows/plan-promotion';
import { manifestIn } from '../../src/generators/manifest-in';
import type { OpenActingWorld } from '../../src/generators/open-world';
import { promotePins } from '../../src/generators/promote/promote-pins';
import type { PromoteOptions } from '../../src/generators/promote/schema';
import { pinPath, type Pin } from '../../src/model/pin';
import { FakeWorld } from './fake-world';
import { receipt } from './values';

// Four repositories, each with main, stg and a feature; dev is pinned to the features, which passed there. The last is deployed by pushing its branch.

export const REPOS = ['infra', 'backend', 'insights', 'front'] as const;
export type Repo = (typeof REPOS)[number];

const environment = { account: '111111111111', region: 'us-east-1' };
const component = (name: string, more: object = {}): object => ({
  components: { [name]: { test: false, ...more } },
});
const pages = {
  pages: {
    account: '$CLOUDFLARE_ACCOUNT_ID',
    token: '$CLOUDFLARE_API_TOKEN',
    project: 'front',
    branches: { dev: { branch: 'convoy/dev', owned: true }, preprod: { branch: 'stg' } },
  },
};

export function manifestOf(change: { preprod?: object; backend?: object } = {}): object {
  const url = (name: string): { url: string } => ({ url: `git@host:team/${name}.git` });
  return {
    environments: {
      dev: environment,
      preprod: { ...environment, region: 'us-east-2', branch: 'stg', promotesFrom: 'dev', ...change.preprod },
    },
    repos: {
      infra: { ...url('infra'), ...component('infra', { migrations: MIGRATIONS }) },
      backend: { ...url('backend'), ...component('backend', change.backend) },
      insights: { ...url('insights'), ...component('insights') },
      front: { ...url('front'), ...component('front', pages) },
    },
  };
}
const MIGRATIONS = { folder: 'db', function: 'schema-{environment}', apply: {}, inspect: {} };

export interface PromotionStage {
  readonly world: FakeWorld;
  readonly tree: Tree;
  readonly root: string;
  /** Runs the generator as Nx does, or as its dry run. */
  promote(options?: Partial<PromoteOptions>, dryRun?: boolean): Promise<void>;
  /** Plans as the generator does, and answers how to do it. */
  planned(options?: Partial<PromoteOptions>): Promise<() => Promise<void>>;
  /** Refs of all repositories that are not a feature's. */
  refs(): Record<string, string>;
  pinned(component: string, environment: string): Pin | null;
  /** Adds a commit of files on top of a branch (or on its own), and moves the branch to it. */
  push(repo: Repo, branch: string, files: Record<string, string>, parents?: string[]): string;
  head(repo: Repo, ref: string): string | null;
  /** Pins dev to the heads of a branch, as verified there. */
  pass(branch: string): Promise<void>;
}

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export async function promotionStage(manifest: object = manifestOf()): Promise<PromotionStage> {
  const root = mkdtempSync(join(tmpdir(), 'convoy-promotion-'));
  folders.push(root);
  const world = new FakeWorld();
  const tree = createTreeWithEmptyWorkspace();
  tree.root = root;
  tree.write('repos.json', JSON.stringify(manifest));
  // The first one is run-9, each further command a run of its own.
  let runs = 8;
  const open: OpenActingWorld = async () => ({ world, run: `run-${(runs += 1)}` });
  const stage: PromotionStage = {
    world,
    tree,
    root,
    promote: async (options = {}, dryRun = false) => {
      const perform = await stage.planned(options);
      if (!dryRun) await perform();
      for (const name of REPOS)
        for (const each of ['dev', 'preprod']) {
          const text = textAt(join(root, pinPath(name, each)));
          if (text !== null) tree.write(pinPath(name, each), text);
        }
    },
    planned: (options = {}) => promotePins(tree, { from: 'dev', to: 'preprod', ...options }, open),
    refs: () =>
      Object.fromEntries(
        REPOS.flatMap((repo) =>
          [...world.sources.remote(repo).refs].map(([ref, id]): [string, string] => [`${repo} ${ref}`, id]),
        ),
      ),
    pinned: (name, each) => JSON.parse(tree.read(pinPath(name, each), 'utf8') ?? 'null') as Pin | null,
    push: (repo, branch, files, parents) => {
      const remote = world.sources.remote(repo);
      const ref = `refs/heads/${branch}`;
      const id = remote.commit({
        parents: parents ?? [remote.refs.get(ref) ?? ''].filter(Boolean),
        subject: `change of ${branch}`,
        files,
      });
      remote.refs.set(ref, id);
      return id;
    },
    head: (repo, ref) => world.sources.remote(repo).refs.get(ref) ?? null,
    pass: async (branch) => {
      const at = world.time.now();
      for (const name of REPOS) {
        const address = { name, url: '' };
        const id = stage.head(name, branch.startsWith('refs/') ? branch : `refs/heads/${branch}`);
        if (id === null) continue;
        await world.sources.ensure(address, id);
        const pin = {
          repo: name,
          ref: branch,
          commit: id,
          tree: await world.sources.tree(address, id, ['.']),
        };
        tree.write(pinPath(name, 'dev'), JSON.stringify(pin));
        world.receipts.record('dev', [
          receipt({
            component: name,
            commit: id,
            tree: pin.tree,
            startedAt: at,
            finishedAt: at,
            run: `run-${id.slice(0, 7)}`,
          }),
        ]);
      }
    },
  };
  for (const repo of REPOS) {
    const start = stage.push(repo, 'main', { 'a.txt': 'a' });
    stage.push(repo, 'stg', { 'a.txt': 'a' }, [start]);
    stage.push(repo, 'feature/x', { 'a.txt': 'a', 'x.txt': repo }, [start]);
  }
  await stage.pass('feature/x');
  return stage;
}

/** What the generator would do, as a value. */
export function planned({ world, tree }: PromotionStage) {
  const manifest = manifestIn(tree);
  const pins = Object.fromEntries(
    REPOS.map((name) => [name, JSON.parse(tree.read(pinPath(name, 'dev'), 'utf8') ?? 'null') as Pin | null]),
  );
  const question = {
    manifest,
    from: 'dev',
    to: 'preprod',
    feature: null,
    via: false,
    signedOffBy: null,
    id: 'p',
  };
  return planPromotion({ ...question, pins: { from: pins, to: {} } }, world);
}

function textAt(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
