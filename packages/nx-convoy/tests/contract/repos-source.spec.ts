import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRepos } from '../../src/effects/git/repos';
import type { SourceCommit } from '../../src/effects/ports';
import { gitEnvironment } from './git-remote';
import { fake, gitIn, real, type RealSetup, type Setup } from './repos-setup';

const files = { 'readme.md': 'hello\n', 'src/a.ts': 'a\n', 'src/b.ts': 'b\n' };
const edited = { 'readme.md': 'hello\n', 'src/a.ts': 'changed\n', 'src/new.ts': 'new\n' };
const unusable = (because: string) => ({
  code: 'CONVOY_SOURCE_UNUSABLE',
  message: expect.stringContaining(because) as string,
});

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('a local checkout (%s)', (_name, setup) => {
  let at: Setup;
  let commit: string;
  beforeEach(async () => {
    at = await setup();
    commit = at.commit({ subject: 'first', files });
    at.ref('refs/heads/main', commit);
  });
  const source = (folder: string, dirty: boolean): Promise<SourceCommit> =>
    at.repos.fromCheckout(at.repo, folder, dirty);
  const shown = async (of: string): Promise<string[]> =>
    (await at.repos.files(at.repo, of, 'src')).map(({ path, text }) => `${path}: ${text.trim()}`);

  it.each([true, false])('stands at its HEAD when nothing was changed (dirty: %s)', async (dirty) => {
    const folder = await at.checkout(commit);
    expect(await source(folder, dirty)).toEqual({ commit, dirty: false });
    expect(await shown(commit)).toEqual(['src/a.ts: a', 'src/b.ts: b']);
  });

  it('brings a commit along that was never pushed', async () => {
    const folder = await at.checkout(commit, { ...files, 'src/own.ts': 'own\n' });
    const found = await source(folder, false);
    expect(found.dirty).toBe(false);
    expect(await shown(found.commit)).toEqual(['src/a.ts: a', 'src/b.ts: b', 'src/own.ts: own']);
    expect(await at.repos.isAncestor(at.repo, commit, found.commit)).toBe(true);
    await at.repos.ensure(at.repo, found.commit);
    await at.repos.worktree(at.repo, found.commit, join(at.folder, 'x'));
    expect(await at.read(join(at.folder, 'x', 'src', 'own.ts'))).toBe('own\n');
  });

  it('says of HEAD that there are changes, and leaves them out', async () => {
    const folder = await at.checkout(commit);
    await at.edit(folder, edited);
    expect(await source(folder, false)).toEqual({ commit, dirty: true });
  });

  it('gives its working tree as a commit on top of HEAD: what was changed, added and removed', async () => {
    const folder = await at.checkout(commit);
    await at.edit(folder, edited);
    const found = await source(folder, true);
    expect(found.dirty).toBe(true);
    expect(await shown(found.commit)).toEqual(['src/a.ts: changed', 'src/new.ts: new']);
    const between = await at.repos.commitsBetween(at.repo, commit, found.commit);
    expect(between).toEqual([
      { commit: found.commit, subject: `Working tree on top of ${commit.slice(0, 7)}` },
    ]);
    expect(await at.repos.tree(at.repo, found.commit, ['readme.md'])).toBe(
      await at.repos.tree(at.repo, commit, ['readme.md']),
    );
  });

  it('gives the same commit for the same working tree, another for another', async () => {
    const folder = await at.checkout(commit);
    await at.edit(folder, edited);
    const first = await source(folder, true);
    expect(await source(folder, true)).toEqual(first);
    await at.edit(folder, { ...edited, 'src/a.ts': 'changed again\n' });
    expect((await source(folder, true)).commit).not.toBe(first.commit);
  });

  it('refuses a folder that is none, one without a commit, and a checkout of something else', async () => {
    const nowhere = await source(join(at.folder, 'nowhere'), true).catch((cause: unknown) => cause);
    expect(nowhere).toMatchObject({ code: 'CONVOY_SOURCE_UNUSABLE' });
    const empty = await at.checkout(null);
    await expect(source(empty, false)).rejects.toMatchObject(unusable('it has no commit yet'));
    const stranger = await at.stranger();
    // Twice: what the first look brought along must not make the second believe.
    for (const dirty of [true, false, true])
      await expect(source(stranger, dirty)).rejects.toMatchObject({ code: 'CONVOY_SOURCE_UNUSABLE' });
  });
});

describe('a local checkout, really', () => {
  let at: RealSetup;
  let commit: string;
  let folder: string;
  let mark: string;
  beforeEach(async () => {
    at = await real();
    commit = at.commit({ subject: 'first', files });
    at.ref('refs/heads/main', commit);
    folder = await at.checkout(commit);
    mark = join(at.root, 'ran');
  });
  const source = (dirty = true, from = folder): Promise<SourceCommit> =>
    at.repos.fromCheckout(at.repo, from, dirty);
  const mirror = async (): Promise<string> =>
    join(at.home, 'mirrors', (await readdir(join(at.home, 'mirrors')))[0] ?? '');
  const taken = async (of: string): Promise<string[]> =>
    gitIn(await mirror(), 'ls-tree', '-r', '--name-only', of).split('\n');
  const write = (path: string, text: string): Promise<void> => at.write(join(folder, path), text);
  const program = async (name: string): Promise<string> => {
    const path = join(at.root, name);
    await writeFile(path, `#!/bin/sh\necho ${name} >> ${mark}\ncat\n`);
    await chmod(path, 0o755);
    return path;
  };

  it('leaves index, refs, objects and files of the checkout as they are', async () => {
    await write('src/a.ts', 'staged\n');
    await write('src/staged.ts', 'staged\n');
    gitIn(folder, 'add', '--all');
    gitIn(folder, 'rm', '--quiet', '--cached', 'src/b.ts');
    await write('src/a.ts', 'changed\n');
    const look = async () => ({
      index: await readFile(join(folder, '.git', 'index'), 'base64'),
      status: gitIn(folder, '--no-optional-locks', 'status', '--porcelain'),
      objects: gitIn(folder, 'count-objects', '-v'),
      refs: gitIn(folder, 'for-each-ref'),
      head: await readFile(join(folder, '.git', 'HEAD'), 'utf8'),
      made: (await readdir(join(folder, '.git'))).sort(),
    });
    const before = await look();
    for (const dirty of [true, false]) await source(dirty);
    expect(await look()).toEqual(before);
    const refs = gitIn(await mirror(), 'for-each-ref', '--format=%(refname)');
    expect(refs).toBe('refs/heads/main');
    expect(await readdir(join(at.home, 'tmp'))).toEqual([]);
  });

  it('runs no filter, no hook and no monitor, whoever configured them, and keeps the files as they lie there', async () => {
    const ran = await program('filter');
    const config = join(at.root, 'gitconfig');
    const lines = (name: string) => `[filter "${name}"]\n\tclean = ${ran}\n\tprocess = ${ran}\n\trequired\n`;
    await writeFile(config, lines('global'));
    await source();
    await writeFile(join(await mirror(), 'config'), `[core]\n\tbare = true\n${lines('mirror')}`);
    gitIn(folder, 'config', 'filter.own.clean', ran);
    gitIn(folder, 'config', 'filter.own.required', 'true');
    gitIn(folder, 'config', 'core.fsmonitor', await program('monitor'));
    for (const hook of ['pre-commit', 'post-index-change', 'reference-transaction', 'post-checkout'])
      await symlink(await program(hook), join(folder, '.git', 'hooks', hook));
    await write('.gitattributes', '*.ts filter=own\n*.md filter=global\nsrc/new.ts filter=mirror\n');
    await write('src/a.ts', 'changed\n');
    await write('src/new.ts', 'new\n');
    await write('readme.md', 'changed\n');
    const environment = {
      ...at.options.environment,
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'filter.own.clean',
      GIT_CONFIG_VALUE_0: ran,
    };
    const repos = createRepos({ ...at.options, environment });
    for (const dirty of [true, false]) await repos.fromCheckout(at.repo, folder, dirty);
    expect(await at.read(mark)).toBeNull();
    const { commit: made } = await repos.fromCheckout(at.repo, folder, true);
    const texts = await repos.files(at.repo, made, 'src');
    expect(texts.map(({ text }) => text)).toEqual(['changed\n', 'b\n', 'new\n']);
  });

  it('leaves out what is ignored, wherever that is said', async () => {
    const excludes = join(at.root, 'excludes');
    await writeFile(excludes, '*.global\n');
    const config = join(at.root, 'gitconfig');
    await writeFile(config, `[core]\n\texcludesFile = ${excludes}\n`);
    await writeFile(join(folder, '.git', 'info', 'exclude'), '*.mine\n');
    await write('.gitignore', 'node_modules\n');
    for (const path of ['node_modules/x.js', 'a.global', 'src/b.mine', 'src/c.ts']) await write(path, 'x');
    const repos = createRepos({
      ...at.options,
      environment: { ...gitEnvironment, GIT_CONFIG_GLOBAL: config },
    });
    const found = await repos.fromCheckout(at.repo, folder, true);
    expect(await taken(found.commit)).toEqual([
      '.gitignore',
      'readme.md',
      'src/a.ts',
      'src/b.ts',
      'src/c.ts',
    ]);
  });

  it('leaves out what the person ignores in every repository (~/.config/git/ignore)', async () => {
    const home = join(at.root, 'home');
    await at.write(join(home, '.config', 'git', 'ignore'), '*.swp\n');
    await write('src/a.ts.swp', 'x');
    const environment = { PATH: gitEnvironment['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1' };
    const repos = createRepos({ ...at.options, environment: { ...environment, HOME: home } });
    expect(await repos.fromCheckout(at.repo, folder, true)).toEqual({ commit, dirty: false });
  });

  it('goes by the index in what is tracked: an ignored file that was added is taken, one that was removed is not', async () => {
    await write('.gitignore', '*.env\nsrc/b.ts\n');
    await write('prod.env', 'x');
    await write('gone.env', 'x');
    gitIn(folder, 'add', '--force', 'prod.env', 'gone.env');
    await rm(join(folder, 'gone.env'));
    gitIn(folder, 'rm', '--quiet', '--cached', 'src/b.ts');
    const found = await source();
    expect(await taken(found.commit)).toEqual(['.gitignore', 'prod.env', 'readme.md', 'src/a.ts']);
  });

  it('takes modes and links, and files that became folders and the other way round', async () => {
    await rm(join(folder, 'readme.md'));
    await write('readme.md/inside.txt', 'x');
    await rm(join(folder, 'src'), { recursive: true });
    await symlink('readme.md', join(folder, 'src'));
    await write('run.sh', '#!/bin/sh\n');
    await chmod(join(folder, 'run.sh'), 0o755);
    const { commit: made } = await source();
    const listed = gitIn(await mirror(), 'ls-tree', '-r', '--format=%(objectmode) %(path)', made);
    expect(listed).toBe('100644 readme.md/inside.txt\n100755 run.sh\n120000 src');
  });

  it('goes by what git says of the disk: where it does not tell programs from files, neither do we', async () => {
    gitIn(folder, 'config', 'core.fileMode', 'false');
    await chmod(join(folder, 'src', 'a.ts'), 0o755);
    expect(await source()).toEqual({ commit, dirty: false });
  });

  it('takes files for unchanged that git was told to, as `git status` does', async () => {
    gitIn(folder, 'update-index', '--skip-worktree', 'src/a.ts');
    gitIn(folder, 'update-index', '--assume-unchanged', 'src/b.ts');
    await write('src/a.ts', 'mine\n');
    await rm(join(folder, 'src', 'b.ts'));
    expect(await source()).toEqual({ commit, dirty: false });
  });

  it('keeps what a sparse checkout left out', async () => {
    gitIn(folder, 'sparse-checkout', 'set', '--no-cone', 'readme.md');
    expect(await readdir(folder)).not.toContain('src');
    expect(await source()).toEqual({ commit, dirty: false });
    await write('readme.md', 'changed\n');
    const { commit: made } = await source();
    expect(await taken(made)).toEqual(['readme.md', 'src/a.ts', 'src/b.ts']);
  });

  it('refuses a repository inside it, named, when the working tree is wanted; HEAD alone is taken', async () => {
    const inside = join(folder, 'vendor', 'lib');
    await mkdir(inside, { recursive: true });
    gitIn(inside, 'init', '--quiet');
    await expect(source()).rejects.toMatchObject({ code: 'CONVOY_SOURCE_UNUSABLE' });
    expect(await source(false)).toEqual({ commit, dirty: true });
    gitIn(inside, 'commit', '--quiet', '--allow-empty', '--message=lib');
    await expect(source()).rejects.toMatchObject(unusable('not taken along: vendor/lib'));
    expect(await source(false)).toEqual({ commit, dirty: true });
    gitIn(folder, 'add', '--all');
    gitIn(folder, 'commit', '--quiet', '--message=with a submodule');
    expect((await source()).dirty).toBe(false);
    await write('src/a.ts', 'changed\n');
    await expect(source()).rejects.toMatchObject(unusable('not taken along: vendor/lib'));
  });

  it('knows a checkout by its history, whatever its remotes are called', async () => {
    gitIn(folder, 'remote', 'add', 'origin', 'https://example.test/my-fork.git');
    expect(await source()).toEqual({ commit, dirty: false });
    const stranger = await at.stranger();
    gitIn(stranger, 'remote', 'add', 'origin', at.repo.url);
    await expect(source(false, stranger)).rejects.toMatchObject(unusable('a checkout of something else'));
  });

  it('takes a shallow checkout with a commit of its own on top', async () => {
    const second = at.commit({ subject: 'second', files, parents: [commit] });
    at.ref('refs/heads/main', second);
    const shallow = join(at.root, 'shallow');
    gitIn(at.root, 'clone', '--quiet', '--depth=1', `file://${at.remote.folder}`, shallow);
    await at.write(join(shallow, 'src', 'own.ts'), 'own\n');
    gitIn(shallow, 'add', '--all');
    gitIn(shallow, 'commit', '--quiet', '--message=own');
    const found = await source(true, shallow);
    expect(await at.repos.isAncestor(at.repo, commit, found.commit)).toBe(true);
    expect(await taken(found.commit)).toContain('src/own.ts');
    expect(await readdir(await mirror())).not.toContain('shallow');
  });

  it('takes a linked worktree, and a folder inside a checkout for the checkout', async () => {
    const linked = join(at.root, 'linked');
    gitIn(folder, 'worktree', 'add', '--quiet', '-b', 'linked', linked);
    await at.write(join(linked, 'src', 'a.ts'), 'linked\n');
    const found = await source(true, linked);
    expect(found.dirty).toBe(true);
    expect(await source(true, join(linked, 'src'))).toEqual(found);
    expect(await source(true)).toEqual({ commit, dirty: false });
  });

  it('asks the remote only where the mirror does not know the history yet', async () => {
    await at.away(true);
    await expect(source()).rejects.toMatchObject({ code: 'CONVOY_REMOTE_UNREACHABLE' });
    await at.away(false);
    await source();
    await at.away(true);
    expect(await source()).toEqual({ commit, dirty: false });
    await at.away(false);
  });

  it('refuses a folder of a bare repository, and says what git says', async () => {
    await expect(source(false, at.remote.folder)).rejects.toMatchObject(unusable('work tree'));
    await expect(source(false, at.root)).rejects.toMatchObject(unusable('not a git repository'));
  });
});
