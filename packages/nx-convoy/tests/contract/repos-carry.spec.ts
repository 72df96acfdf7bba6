import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRepos } from '../../src/effects/git/repos';
import { fake, gitIn, real, type RealSetup, type Setup } from './repos-setup';

const UNKNOWN = '0123456789abcdef0123456789abcdef01234567';
const old = {
  'readme.md': 'first\n',
  'src/a.ts': 'a\n',
  'src/gone.ts': 'gone\n',
  'src/run.sh': { mode: '100755', text: '#!/bin/sh\n' },
  'src/generated/x.ts': 'x\n',
};
const current = {
  'readme.md': 'second\n',
  'src/a.ts': 'A\n',
  'src/new.ts': 'new\n',
  'src/run.sh': '#!/bin/sh\n',
  'src/generated/x.ts': 'X\n',
  'docs/guide.md': 'guide\n',
};
const paths = ['src', '!src/generated'];
const subject = 'Revert shop to the release before';

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('a commit that carries the paths of another (%s)', (_name, setup) => {
  let at: Setup;
  let tree: string;
  let head: string;
  beforeEach(async () => {
    at = await setup();
    tree = await at.fetched({ subject: 'first', files: old });
    head = await at.fetched({ subject: 'second', files: current, parents: [tree] });
  });
  const carried = (change: object = {}): Promise<string> =>
    at.repos.carry(at.repo, { head, tree, paths, subject, ...change });
  const files = async (commit: string, folder: string) =>
    (await at.repos.files(at.repo, commit, folder)).map(({ path, text }) => `${path}: ${text.trim()}`);

  it('has the tree of that commit, and everything else as it is at the head', async () => {
    const commit = await carried();
    expect(await at.repos.tree(at.repo, commit, paths)).toBe(await at.repos.tree(at.repo, tree, paths));
    const others = ['.', '!src/a.ts', '!src/gone.ts', '!src/new.ts', '!src/run.sh'];
    expect(await at.repos.tree(at.repo, commit, others)).toBe(await at.repos.tree(at.repo, head, others));
    expect(await files(commit, 'src')).toEqual(['src/a.ts: a', 'src/gone.ts: gone', 'src/run.sh: #!/bin/sh']);
    expect(await files(commit, 'src/generated')).toEqual(['src/generated/x.ts: X']);
    expect(await files(commit, 'docs')).toEqual(['docs/guide.md: guide']);
  });

  it('is the same commit for the same wish, another for another', async () => {
    const commit = await carried();
    expect(await carried()).toBe(commit);
    expect(await carried({ subject: 'Revert for another reason' })).not.toBe(commit);
    expect(await carried({ paths: ['.'] })).not.toBe(commit);
  });

  it('lies on top of the head, so that a branch is fast-forwarded to it', async () => {
    at.ref('refs/heads/stg', head);
    const commit = await carried();
    expect(await at.repos.commitsBetween(at.repo, head, commit)).toEqual([{ commit, subject }]);
    expect(await at.repos.isAncestor(at.repo, head, commit)).toBe(true);
    expect(await at.repos.push(at.repo, { branch: 'stg', expected: head, to: commit })).toEqual({
      type: 'pushed',
    });
    expect(at.head('stg')).toBe(commit);
  });

  it('is the head itself where the paths are so already', async () => {
    expect(await carried({ paths: ['src/generated'], tree: head })).toBe(head);
    const commit = await carried();
    expect(await carried({ head: commit })).toBe(commit);
  });

  it('goes there and back: reverting the revert gives the files of the head again', async () => {
    const revert = await carried({ paths: ['.'] });
    const again = await at.repos.carry(at.repo, { head: revert, tree: head, paths: ['.'], subject: 'again' });
    expect(again).not.toBe(head);
    expect(await at.repos.tree(at.repo, again, ['.'])).toBe(await at.repos.tree(at.repo, head, ['.']));
    expect(await at.repos.isAncestor(at.repo, revert, again)).toBe(true);
  });

  it('takes everything, and makes a tree empty that was empty', async () => {
    const empty = await at.fetched({ subject: 'empty', files: { 'readme.md': 'x' } }, 'empty');
    const commit = await carried({ tree: empty, paths: ['src'] });
    expect(await files(commit, 'src')).toEqual([]);
    expect(await files(commit, 'docs')).toEqual(['docs/guide.md: guide']);
  });

  it.each(['head', 'tree'])('refuses a %s that nobody ensured', async (which) => {
    await expect(carried({ [which]: UNKNOWN })).rejects.toMatchObject({ code: 'CONVOY_COMMIT_NOT_FOUND' });
    await expect(carried({ [which]: '--all' })).rejects.toMatchObject({ code: 'CONVOY_REF_UNSAFE' });
  });
});

describe('a commit that carries, really', () => {
  let at: RealSetup;
  beforeEach(async () => {
    at = await real();
  });
  const mirror = async (): Promise<string> =>
    join(at.home, 'mirrors', (await readdir(join(at.home, 'mirrors')))[0] ?? '');

  /** Names that only git itself can put into a commit. */
  async function pushed(folder: string, files: Record<string, string>): Promise<string> {
    await at.edit(folder, files);
    gitIn(folder, 'add', '--all');
    gitIn(folder, 'commit', '--quiet', '--message=pushed');
    gitIn(folder, 'push', '--quiet', at.remote.folder, 'HEAD:refs/heads/pushed');
    const commit = gitIn(folder, 'rev-parse', 'HEAD');
    await at.repos.ensure(at.repo, commit);
    return commit;
  }

  it('says what it carries, in the name of nx-convoy and a second after the head', async () => {
    const tree = await at.fetched({ files: old });
    const head = await at.fetched({ files: current, parents: [tree] });
    const commit = await at.repos.carry(at.repo, { head, tree, paths, subject });
    const show = (format: string, of: string): Promise<string> =>
      mirror().then((folder) => gitIn(folder, 'show', '--no-patch', `--format=${format}`, of));
    expect(await show('%B', commit)).toBe(`${subject}\n\nConvoy-Carries: ${tree}\nConvoy-Head: ${head}`);
    const who = 'nx-convoy <nx-convoy@localhost>';
    expect(await show('%an <%ae>|%cn <%ce>|%P', commit)).toBe(`${who}|${who}|${head}`);
    const second = Number(await show('%ct', head)) + 1;
    expect(await show('%at|%ct|%ad', commit)).toContain(`${second}|${second}|`);
    expect(await show('%(trailers:key=Convoy-Carries,valueonly)', commit)).toBe(tree);
  });

  it('is the same whoever makes it, on whatever machine', async () => {
    const tree = await at.fetched({ files: old });
    const head = await at.fetched({ files: current, parents: [tree] });
    const wish = { head, tree, paths, subject: 'Zurück: grüße' };
    const first = await at.repos.carry(at.repo, wish);
    const config = join(at.root, 'gitconfig');
    await at.write(config, '[i18n]\n\tcommitEncoding = ISO-8859-1\n[commit]\n\tgpgSign = true\n');
    const environment = {
      ...at.options.environment,
      GIT_CONFIG_GLOBAL: config,
      GIT_AUTHOR_NAME: 'Somebody Else',
      GIT_COMMITTER_DATE: '1 +0000',
      TZ: 'Asia/Tokyo',
    };
    const other = createRepos({ ...at.options, home: join(at.root, 'elsewhere', '.convoy'), environment });
    await other.ensure(at.repo, head);
    expect(await other.carry(at.repo, wish)).toBe(first);
  });

  it('leaves no ref, no index and no file behind', async () => {
    const tree = await at.fetched({ files: old });
    const head = await at.fetched({ files: current, parents: [tree] });
    const refs = gitIn(await mirror(), 'show-ref');
    await at.repos.carry(at.repo, { head, tree, paths, subject });
    expect(gitIn(await mirror(), 'show-ref')).toBe(refs);
    expect(await readdir(await mirror())).not.toContain('index');
    expect(await readdir(join(at.home, 'tmp'))).toEqual([]);
  });

  it('carries more files than fit into one command line, whatever they are called', async () => {
    const names = Array.from({ length: 1_500 }, (_, index) => `src/${index}-${'x'.repeat(60)} "ü\t-\n`);
    const many = Object.fromEntries([...names, 'src/--force'].map((name) => [name, name]));
    const tree = await pushed(await at.checkout(null), many);
    const head = await pushed(await at.checkout(tree), { 'readme.md': 'none', 'src/-z\n': 'x' });
    const carry = (from: string, to: string): Promise<string> =>
      at.repos.carry(at.repo, { head: from, tree: to, paths: ['src'], subject });
    const there = await carry(head, tree);
    expect(await at.repos.tree(at.repo, there, ['src'])).toBe(await at.repos.tree(at.repo, tree, ['src']));
    const back = await carry(there, head);
    expect(await at.repos.tree(at.repo, back, ['.'])).toBe(await at.repos.tree(at.repo, head, ['.']));
  }, 120_000);

  it('lets a file give way that stands where the paths need a folder', async () => {
    const tree = await at.fetched({ files: { 'app/src/a.ts': 'a', 'app/docs': 'a file' } });
    const head = await at.fetched({ files: { app: 'a file', 'readme.md': 'x' }, parents: [tree] });
    const wish = { head, tree, paths: ['app/src'], subject };
    const commit = await at.repos.carry(at.repo, wish);
    expect(gitIn(await mirror(), 'ls-tree', '-r', '--name-only', commit)).toBe('app/src/a.ts\nreadme.md');
    const back = await at.repos.carry(at.repo, { head: commit, tree: head, paths: ['app'], subject });
    expect(gitIn(await mirror(), 'ls-tree', '-r', '--name-only', back)).toBe('app\nreadme.md');
  });
});
