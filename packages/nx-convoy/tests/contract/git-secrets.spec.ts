import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../src/effects/clock';
import { createRepos } from '../../src/effects/git/repos';
import { openGit } from '../../src/effects/git/open-git';
import { createLedgerAndLocks } from '../../src/effects/git/ledger-and-locks';
import { commandLinesBelow } from './descendants';
import { serveGitOverHttp, type GitOverHttp } from './git-over-http';
import { gitEnvironment, GitRemote } from './git-remote';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'convoy-git-secrets-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('a password in the address of a remote', () => {
  const password = 's3cret/w@rd';
  let server: GitOverHttp;
  let remote: GitRemote;
  let seen: string[];
  let address: (credentials: string) => string;

  beforeEach(async () => {
    await mkdir(join(root, 'remotes'));
    remote = new GitRemote(join(root, 'remotes', 'shop.git'));
    remote.git(['config', 'http.receivepack', 'true']);
    seen = [];
    server = await serveGitOverHttp({
      root: join(root, 'remotes'),
      credentials: `me:${password}`,
      onRequest: () => seen.push(...commandLinesBelow()),
    });
    address = (credentials) => `http://${credentials}@127.0.0.1:${server.port}/shop.git`;
  });
  afterEach(() => server.close());

  const encoded = encodeURIComponent(password);
  function expectNothingSeen(): void {
    // The look at the processes did see git and the helper that speaks HTTP.
    expect(seen.some((line) => /git.remote-http/.test(line))).toBe(true);
    for (const line of seen) for (const text of [password, encoded]) expect(line).not.toContain(text);
  }

  it('reaches the server, and is on no command line: fetch, push, and the questions before them', async () => {
    const commit = remote.commit({ parents: [], subject: 'first', files: { 'a.txt': 'a' } });
    remote.ref('refs/heads/main', commit);
    const repos = createRepos({ home: join(root, '.convoy'), environment: gitEnvironment });
    const repo = { name: 'shop', url: address(`me:${encoded}`) };
    expect(await repos.resolve(repo, 'main')).toBe(commit);
    await repos.ensure(repo, commit);
    expect(await repos.push(repo, { branch: 'stg', expected: null, to: commit })).toEqual({ type: 'pushed' });
    expect(remote.head('stg')).toBe(commit);
    expectNothingSeen();
  });

  it('is in no file that we keep', async () => {
    const commit = remote.commit({ parents: [], subject: 'first', files: { 'a.txt': 'a' } });
    remote.ref('refs/heads/main', commit);
    const repos = createRepos({ home: join(root, '.convoy'), environment: gitEnvironment });
    const repo = { name: 'shop', url: address(`me:${encoded}`) };
    await repos.ensure(repo, commit);
    await repos.worktree(repo, commit, join(root, '.convoy', 'worktrees', 'x'));
    const found = grep([password, encoded], join(root, '.convoy'));
    expect(found).toEqual([]);
  });

  it('is answered to that host alone, whatever the person has configured', async () => {
    const kept = join(root, 'kept');
    const config = join(root, 'gitconfig');
    await writeFile(config, `[credential]\n\thelper = "!cat >> ${kept}; true"\n`);
    const environment = { ...gitEnvironment, GIT_CONFIG_GLOBAL: config };
    const git = await openGit(root, { environment });
    await git.ask('ls-remote', '--', address(`me:${encoded}`));
    // Nobody who keeps passwords was asked or told.
    expect(await readFile(kept, 'utf8').catch(() => null)).toBeNull();
    expectNothingSeen();
  });

  it('that is missing is asked of whoever keeps it for the person, by the name in the address', async () => {
    const config = join(root, 'gitconfig');
    const helper = `!f() { grep -q username=me && printf 'password=%s\\\\n' '${password}'; }; f`;
    await writeFile(config, `[credential]\n\thelper = "${helper}"\n`);
    const git = await openGit(root, { environment: { ...gitEnvironment, GIT_CONFIG_GLOBAL: config } });
    expect(await git.ask('ls-remote', '--', address('me'))).toBe('');
    for (const line of seen) expect(line).not.toContain('me@');
  });

  it('that is wrong is refused without being shown', async () => {
    const { ledger } = createLedgerAndLocks({
      run: 'run-1',
      world: 'aws',
      home: join(root, '.convoy'),
      remote: address(`me:wr0ng-${encoded}`),
      environment: gitEnvironment,
      clock: createClock(),
    });
    const refusal = (await ledger.read('dev').catch((cause: unknown) => cause)) as Error;
    expect(refusal).toMatchObject({ code: 'CONVOY_LEDGER_UNREACHABLE' });
    expect(`${refusal.message}${String(refusal.cause)}${refusal.stack ?? ''}`).not.toContain('wr0ng');
    expectNothingSeen();
  });
});

describe('a fetched repository', () => {
  /** A program that leaves a mark if anybody runs it. */
  const marking = (name: string): string => `echo ${name} >> ${join(root, 'ran')}`;
  const marks = (): Promise<string | null> => readFile(join(root, 'ran'), 'utf8').catch(() => null);

  async function script(path: string, name: string): Promise<void> {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${marking(name)}\ncat\n`);
    await chmod(path, 0o755);
  }

  it('gets none of its hooks, filters, submodules or settings run when a worktree is made of it', async () => {
    await mkdir(join(root, 'remotes'));
    const remote = new GitRemote(join(root, 'remotes', 'shop.git'));
    const gitlink = remote.commit({ parents: [], subject: 'inner', files: { x: 'x' } });
    const executable = (name: string) => ({ mode: '100755', text: `#!/bin/sh\n${marking(name)}\ncat\n` });
    const commit = remote.commit({
      parents: [],
      subject: 'everything',
      files: {
        'a.txt': 'as committed\n',
        '.gitattributes': '*.txt filter=evil diff=evil merge=evil\n',
        '.gitmodules': `[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c "${marking('submodule')}"\n\tupdate = !${marking('update')}\n`,
        '.gitconfig': `[core]\n\tfsmonitor = "${marking('tracked settings')}"\n`,
        'hooks/post-checkout': executable('tracked hook'),
        '.githooks/post-checkout': executable('tracked hook'),
        '.husky/post-checkout': executable('tracked hook'),
      },
    });
    // A submodule is an entry of its own kind.
    const index = { GIT_INDEX_FILE: join(root, 'index') };
    remote.git(['read-tree', commit], { env: index });
    remote.git(['update-index', '--add', '--cacheinfo', `160000,${gitlink},sub`], { env: index });
    const whole = remote.git(['commit-tree', remote.git(['write-tree'], { env: index })], { input: 'whole' });
    remote.ref('refs/heads/main', whole);

    const home = join(root, '.convoy');
    const repos = createRepos({ home, environment: gitEnvironment });
    const repo = { name: 'shop', url: remote.folder };
    await repos.ensure(repo, whole);

    // As if a command of the repository, in an earlier worktree, had configured the mirror that they share.
    const [name = ''] = await readdir(join(home, 'mirrors'));
    const mirror = join(home, 'mirrors', name);
    for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction'])
      await script(join(mirror, 'hooks', hook), `hook ${hook}`);
    await script(join(root, 'elsewhere', 'post-checkout'), 'hook elsewhere');
    const settings = {
      'core.hooksPath': join(root, 'elsewhere'),
      'core.fsmonitor': `sh -c '${marking('fsmonitor')}'`,
      'filter.evil.smudge': `sh -c '${marking('smudge')}; cat'`,
      'filter.evil.clean': `sh -c '${marking('clean')}; cat'`,
      'filter.evil.required': 'true',
      'protocol.ext.allow': 'always',
      'submodule.recurse': 'true',
      'diff.evil.textconv': `sh -c '${marking('textconv')}'`,
    };
    for (const [key, value] of Object.entries(settings))
      execFileSync('git', ['config', key, value], { cwd: mirror, env: gitEnvironment });

    const folder = join(root, 'worktree');
    await repos.worktree(repo, whole, folder);
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('as committed\n');
    expect(await readdir(join(folder, 'sub'))).toEqual([]);
    expect(await marks()).toBeNull();

    // The settings are real: git without ours runs them.
    execFileSync('git', ['worktree', 'add', '--detach', join(root, 'careless'), whole], {
      cwd: mirror,
      env: gitEnvironment,
      stdio: 'ignore',
    });
    expect(await marks()).toMatch(/smudge/);
    expect(await marks()).toMatch(/hook elsewhere/);
  });

  it('is not fetched from an address that runs a program', async () => {
    const repos = createRepos({ home: join(root, '.convoy'), environment: gitEnvironment });
    const repo = { name: 'shop', url: `ext::sh -c ${marking('ext').replace(/ /g, '% ')}` };
    await expect(repos.resolve(repo, 'main')).rejects.toMatchObject({ code: 'CONVOY_REMOTE_UNREACHABLE' });
    expect(await marks()).toBeNull();
  });

  it("is checked out through the person's own filter where the mirror names another of that name", async () => {
    await mkdir(join(root, 'remotes'));
    const remote = new GitRemote(join(root, 'remotes', 'shop.git'));
    const files = { 'a.txt': 'small\n', '.gitattributes': '*.txt filter=own\n' };
    const commit = remote.commit({ parents: [], subject: 'first', files });
    remote.ref('refs/heads/main', commit);
    const config = join(root, 'gitconfig');
    await writeFile(config, '[filter "own"]\n\tsmudge = tr a-z A-Z\n\tclean = tr A-Z a-z\n');
    const environment = { ...gitEnvironment, GIT_CONFIG_GLOBAL: config };
    const repos = createRepos({ home: join(root, '.convoy'), environment });
    const repo = { name: 'shop', url: remote.folder };
    await repos.ensure(repo, commit);
    const [name = ''] = await readdir(join(root, '.convoy', 'mirrors'));
    const mirror = join(root, '.convoy', 'mirrors', name);
    execFileSync('git', ['config', 'filter.own.smudge', `sh -c '${marking('smudge')}'`], {
      cwd: mirror,
      env: environment,
    });
    await repos.worktree(repo, commit, join(root, 'worktree'));
    expect(await readFile(join(root, 'worktree', 'a.txt'), 'utf8')).toBe('SMALL\n');
    expect(await marks()).toBeNull();
  });
});

/** Files below a folder that hold one of the texts, packed or not. */
function grep(texts: readonly string[], folder: string): string[] {
  const words = texts.flatMap((text) => ['-e', text]);
  try {
    return execFileSync('grep', ['-rlaF', ...words, folder], { encoding: 'utf8' })
      .trim()
      .split('\n');
  } catch (cause) {
    // grep exits with 1 where there is nothing.
    if ((cause as { status?: number }).status === 1) return [];
    throw cause;
  }
}
