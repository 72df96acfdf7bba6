import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { RepoAddress, Repos } from '../../effects/ports';
import type { World } from '../../flows/world';
import { commitNotFound } from '../../model/errors';
import type { Pin } from '../../model/pin';
import { writePins } from './write-pins';

const environment = { account: '111111111111', region: 'us-east-1' };
const manifest = {
  environments: { dev: environment, preprod: { ...environment, region: 'us-east-2', branch: 'stg' } },
  repos: {
    infra: {
      url: 'git@host:infra.git',
      components: { database: { paths: ['db'] }, api: { paths: ['api'], environments: ['preprod'] } },
    },
    front: { url: 'git@host:front.git', components: { web: {} } },
  },
};
const commit = (letter: string): string => letter.repeat(40);
const digest = (letter: string): string => letter.repeat(64);

/** Repositories with branches; the tree of a commit is named by its paths. */
class FakeRepos implements Partial<Repos> {
  readonly asked: string[] = [];
  readonly missing = new Set<string>();
  constructor(
    private readonly refs: Readonly<Record<string, Readonly<Record<string, string>>>>,
    private readonly trees: Readonly<Record<string, string>> = {},
  ) {}
  async resolve(repo: RepoAddress, ref: string): Promise<string | null> {
    this.asked.push(repo.name);
    return this.refs[repo.name]?.[ref] ?? null;
  }
  async ensure(repo: RepoAddress, id: string): Promise<void> {
    if (this.missing.has(id)) throw commitNotFound(repo.name, id);
  }
  async tree(_repo: RepoAddress, id: string, paths: readonly string[]): Promise<string> {
    return this.trees[`${id.charAt(0)}:${paths.join()}`] ?? digest('0');
  }
}

function workspace(pins: Readonly<Record<string, Pin | string>> = {}): Tree {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('repos.json', JSON.stringify(manifest));
  for (const [name, pin] of Object.entries(pins)) {
    tree.write(`components/${name}.json`, typeof pin === 'string' ? pin : JSON.stringify(pin));
  }
  return tree;
}

async function run(
  tree: Tree,
  options: Parameters<typeof writePins>[1],
  repos: FakeRepos,
): Promise<string[]> {
  const lines: string[] = [];
  const world = { repos: repos as unknown as Repos, output: { line: (text: string) => lines.push(text) } };
  await writePins(tree, options, async () => world as unknown as World);
  return lines;
}

const everywhere = new FakeRepos(
  { infra: { main: commit('b') }, front: { main: commit('c') } },
  { 'b:db': digest('1'), 'c:.': digest('2') },
);
const both = {
  infra: { main: commit('b'), stg: commit('d') },
  front: { main: commit('c'), stg: commit('e') },
};

function pinOf(tree: Tree, place: string): unknown {
  const text = tree.read(`components/${place}.json`, 'utf8');
  return text === null ? null : (JSON.parse(text) as unknown);
}

test('pins every component of the environment to what the ref names at its remote', async () => {
  const tree = workspace();
  const lines = await run(tree, { environment: 'dev', ref: 'main' }, everywhere);
  expect(pinOf(tree, 'database/pins/dev')).toEqual({
    repo: 'infra',
    ref: 'main',
    commit: commit('b'),
    tree: digest('1'),
  });
  expect(pinOf(tree, 'web/pins/dev')).toEqual({
    repo: 'front',
    ref: 'main',
    commit: commit('c'),
    tree: digest('2'),
  });
  expect(tree.exists('components/api/pins/dev.json')).toBe(false);
  expect(lines.slice(0, 3)).toEqual([
    'database  unpinned → bbbbbbb  main',
    'api       unpinned –  skipped: does not exist in dev',
    'web       unpinned → ccccccc  main',
  ]);
  expect(lines[3]).toContain('git add components && git commit');
});

test('asks each remote once', async () => {
  const repos = new FakeRepos(both);
  await run(workspace(), { environment: 'preprod', ref: 'main' }, repos);
  expect(repos.asked.sort()).toEqual(['front', 'infra']);
});

test('without a ref the branch of the environment is meant; without one there is nothing to mean', async () => {
  const tree = workspace();
  await run(tree, { environment: 'preprod' }, new FakeRepos(both));
  expect(pinOf(tree, 'web/pins/preprod')).toMatchObject({ ref: 'stg', commit: commit('e') });
  await expect(run(tree, { environment: 'dev' }, everywhere)).rejects.toMatchObject({
    code: 'CONVOY_REF_MISSING',
    remedy: 'npx nx g nx-convoy:pin --environment=dev --ref=main',
  });
});

describe('a pin that is there', () => {
  const before: Pin = { repo: 'front', ref: 'main', commit: commit('a'), tree: digest('2') };

  test('with the same tree is left alone: the same deployment', async () => {
    const tree = workspace({ 'web/pins/dev': before });
    const lines = await run(tree, { environment: 'dev', ref: 'main', component: 'web' }, everywhere);
    expect(pinOf(tree, 'web/pins/dev')).toEqual(before);
    expect(lines).toEqual([
      'web  aaaaaaa =  unchanged: the same tree',
      'nothing to pin: dev already has the trees of main',
    ]);
  });

  test('with another tree is moved', async () => {
    const tree = workspace({ 'web/pins/dev': { ...before, tree: digest('9') } });
    const [line] = await run(tree, { environment: 'dev', ref: 'main', component: 'web' }, everywhere);
    expect(line).toBe('web  aaaaaaa → ccccccc  main');
    expect(pinOf(tree, 'web/pins/dev')).toMatchObject({ commit: commit('c'), tree: digest('2') });
  });

  test('of several that are named are moved together, or none where one has no such ref', async () => {
    const tree = workspace({});
    await run(tree, { environment: 'dev', ref: 'main', component: 'web, database' }, everywhere);
    expect(pinOf(tree, 'web/pins/dev')).toMatchObject({ commit: commit('c') });
    expect(pinOf(tree, 'database/pins/dev')).toMatchObject({ commit: commit('b') });
  });

  test('whose commit is gone is replaced though the tree is the same', async () => {
    const repos = new FakeRepos(both, { 'c:.': digest('2') });
    repos.missing.add(commit('a'));
    const tree = workspace({ 'web/pins/dev': before });
    await run(tree, { environment: 'dev', ref: 'main', component: 'web' }, repos);
    expect(pinOf(tree, 'web/pins/dev')).toMatchObject({ commit: commit('c') });
  });

  test('of another repository, or unreadable, is replaced', async () => {
    const tree = workspace({ 'web/pins/dev': { ...before, repo: 'infra' }, 'database/pins/dev': 'not json' });
    await run(tree, { environment: 'dev', ref: 'main' }, everywhere);
    expect(pinOf(tree, 'web/pins/dev')).toMatchObject({ repo: 'front', commit: commit('c') });
    expect(pinOf(tree, 'database/pins/dev')).toMatchObject({ repo: 'infra', commit: commit('b') });
  });
});

describe('a ref that not every repository has', () => {
  const feature = { infra: { 'feature/x': commit('b') } };

  test('moves the others and says which were skipped', async () => {
    const tree = workspace();
    const lines = await run(tree, { environment: 'dev', ref: 'feature/x' }, new FakeRepos(feature));
    expect(lines).toContain('web       unpinned –  skipped: front has no feature/x');
    expect(tree.exists('components/web/pins/dev.json')).toBe(false);
    expect(tree.exists('components/database/pins/dev.json')).toBe(true);
  });

  test('is an error for a component that was named, and where no repository has it', async () => {
    const named = run(
      workspace(),
      { environment: 'dev', ref: 'feature/x', component: 'web' },
      new FakeRepos(feature),
    );
    await expect(named).rejects.toMatchObject({
      code: 'CONVOY_REF_NOT_FOUND',
      message: expect.stringContaining('front has no branch'),
    });
    const nowhere = run(workspace(), { environment: 'dev', ref: 'mian' }, new FakeRepos(feature));
    await expect(nowhere).rejects.toMatchObject({
      code: 'CONVOY_REF_NOT_FOUND',
      message: expect.stringContaining('infra, front'),
    });
  });
});

test.each([
  ['environment', { environment: 'dve', ref: 'main' }, 'CONVOY_ENVIRONMENT_UNKNOWN'],
  ['component', { environment: 'dev', ref: 'main', component: 'wbe' }, 'CONVOY_COMPONENT_UNKNOWN'],
  [
    'component of another environment',
    { environment: 'dev', ref: 'main', component: 'api' },
    'CONVOY_COMPONENT_ABSENT',
  ],
  ['ref', { environment: 'dev', ref: '--upload-pack=id' }, 'CONVOY_REF_UNSAFE'],
])('refuses an impossible %s before any remote is asked', async (_name, options, code) => {
  const repos = new FakeRepos(both);
  await expect(run(workspace(), options, repos)).rejects.toMatchObject({ code });
  expect(repos.asked).toEqual([]);
});

test('a mistyped environment is answered with the option of the generator', async () => {
  const typed = run(workspace(), { environment: 'dve', ref: 'main' }, new FakeRepos(both));
  await expect(typed).rejects.toMatchObject({ remedy: '--environment=dev' });
});
