import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { createRepos } from '../../src/effects/git/repos';
import { gitEnvironment, GitRemote } from './git-remote';
import { inProcesses } from './in-processes';
import { fake, real, type RealSetup, type Setup } from './repos-setup';

const UNKNOWN = '0123456789abcdef0123456789abcdef01234567';

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('repos (%s)', (_name, setup) => {
  let at: Setup;
  beforeEach(async () => {
    at = await setup();
  });

  const fetched: Setup['fetched'] = (commit, branch) => at.fetched(commit, branch);

  describe('resolve', () => {
    it('finds branches, tags, full refs and commits, and says null for what is not there', async () => {
      const [old, head] = [at.commit({ subject: 'old' }), at.commit({ subject: 'head' })];
      at.ref('refs/heads/main', head);
      at.ref('refs/heads/feature/main', old);
      at.ref('refs/tags/v1', old);
      at.ref('refs/convoy/preprod/next', old);
      const asked = ['main', 'feature/main', 'v1', 'refs/tags/v1', 'refs/convoy/preprod/next', head, 'nope'];
      const answers = await Promise.all(asked.map((ref) => at.repos.resolve(at.repo, ref)));
      expect(answers).toEqual([head, old, old, old, old, head, null]);
      expect(await at.repos.resolve(at.repo, UNKNOWN)).toBeNull();
    });

    it('sees the remote as it is now', async () => {
      const first = await fetched({ subject: 'first' });
      expect(await at.repos.resolve(at.repo, 'main')).toBe(first);
      const second = at.commit({ subject: 'second' });
      at.ref('refs/heads/main', second);
      expect(await at.repos.resolve(at.repo, 'main')).toBe(second);
    });

    it.each(['--upload-pack=touch', '-x', 'a..b', 'a b', 'main:other', 'x@{1}', ''])(
      'refuses “%s” before git sees it',
      async (ref) => {
        await expect(at.repos.resolve(at.repo, ref)).rejects.toMatchObject({ code: 'CONVOY_REF_UNSAFE' });
      },
    );
  });

  describe('ensure', () => {
    it('asks the remote only when the commit is missing', async () => {
      const commit = await fetched({});
      await at.away(true);
      await at.repos.ensure(at.repo, commit);
      await expect(at.repos.ensure(at.repo, UNKNOWN)).rejects.toMatchObject({
        code: 'CONVOY_REMOTE_UNREACHABLE',
      });
      await at.away(false);
      await expect(at.repos.ensure(at.repo, UNKNOWN)).rejects.toMatchObject({
        code: 'CONVOY_COMMIT_NOT_FOUND',
        message: expect.stringContaining(`shop has no commit ${UNKNOWN}`),
      });
    });

    it('finds a commit that no branch names: on refs of ours, or by its id alone', async () => {
      const [next, loose] = [at.commit({ subject: 'next' }), at.commit({ subject: 'loose' })];
      at.ref('refs/convoy/preprod/next', next);
      await at.repos.ensure(at.repo, next);
      await at.repos.ensure(at.repo, loose);
      expect(await at.repos.files(at.repo, loose, '.')).toHaveLength(1);
    });

    it('keeps a commit whose branch was removed or rewritten, and follows a branch that becomes a folder', async () => {
      const old = await fetched({ subject: 'old' }, 'feature');
      at.ref('refs/heads/feature', null);
      const next = at.commit({ subject: 'next' });
      at.ref('refs/heads/feature/next', next);
      await at.repos.ensure(at.repo, next);
      await at.repos.ensure(at.repo, old);
      expect(await at.repos.files(at.repo, old, '.')).toHaveLength(1);
    });

    it('reading a commit that nobody ensured says so', async () => {
      const reads = [
        at.repos.tree(at.repo, UNKNOWN, ['.']),
        at.repos.files(at.repo, UNKNOWN, '.'),
        at.repos.commitsBetween(at.repo, UNKNOWN, UNKNOWN),
        at.repos.isAncestor(at.repo, UNKNOWN, UNKNOWN),
        at.repos.worktree(at.repo, UNKNOWN, join(at.folder, 'x')),
        at.repos.push(at.repo, { branch: 'main', expected: null, to: UNKNOWN }),
      ];
      const outcomes = await Promise.allSettled(reads);
      expect(outcomes.map((each) => (each.status === 'rejected' ? codeOf(each.reason) : each))).toEqual(
        Array(6).fill('CONVOY_COMMIT_NOT_FOUND'),
      );
    });
  });

  describe('tree', () => {
    const files = {
      'readme.md': 'hello\n',
      'db/V001__users.sql': 'create table users ();\n',
      'db/deploy.sh': { mode: '100755', text: '#!/bin/sh\n' },
      'db-next/x': 'x',
      'src/*.ts': 'a literal star',
      'src/a.ts': 'a',
      'src/ü.ts': 'ü',
    };

    it('is the digest that stands in pins', async () => {
      const commit = await fetched({ files });
      expect(await at.repos.tree(at.repo, commit, ['db'])).toBe(
        // sha256 of the two sorted lines of `git ls-tree -r`: pins are compared with it, so it never changes.
        'c38ae21d4ae622ab73cd9f21852fcac4dc138b27890aa30a4573981e55490d6e',
      );
    });

    it('depends on the paths named and on nothing else', async () => {
      const commit = await fetched({ files });
      const later = await fetched({ files: { ...files, 'readme.md': 'changed\n' }, parents: [commit] });
      const changed = await fetched({ files: { ...files, 'db/deploy.sh': '#!/bin/sh\n' }, parents: [later] });
      const of = (id: string, ...paths: string[]): Promise<string> => at.repos.tree(at.repo, id, paths);
      expect(await of(later, 'db')).toBe(await of(commit, 'db'));
      expect(await of(later, '.')).not.toBe(await of(commit, '.'));
      expect(await of(later, '.', '!readme.md')).toBe(await of(commit, '.', '!readme.md'));
      expect(await of(changed, 'db')).not.toBe(await of(commit, 'db'));
    });

    it('takes paths literally, excludes whole folders, and knows everything by a dot', async () => {
      const commit = await fetched({ files });
      const of = (...paths: string[]): Promise<string> => at.repos.tree(at.repo, commit, paths);
      expect(await of('src/*.ts')).toBe(await of('src', '!src/a.ts', '!src/ü.ts'));
      expect(await of('db/')).toBe(await of('db'));
      expect(await of('.', '!db')).toBe(await of('readme.md', 'db-next', 'src'));
      expect(await of('.', 'db')).toBe(await of('.'));
      expect(await of('db', 'src')).toBe(await of('src', 'db'));
    });
  });

  describe('history', () => {
    it('lists what is new, newest first', async () => {
      const a = at.commit({ subject: 'first' });
      const b = at.commit({ subject: 'second: with\ttab', parents: [a] });
      const c = await fetched({ subject: 'third', parents: [b] });
      expect(await at.repos.commitsBetween(at.repo, a, c)).toEqual([
        { commit: c, subject: 'third' },
        { commit: b, subject: 'second: with\ttab' },
      ]);
      expect(await at.repos.commitsBetween(at.repo, c, a)).toEqual([]);
    });

    it('knows ancestors through merges, and that lines of their own have none in common', async () => {
      const a = at.commit({ subject: 'a' });
      const left = at.commit({ subject: 'left', parents: [a] });
      const right = at.commit({ subject: 'right', parents: [a] });
      const merge = await fetched({ subject: 'merge', parents: [left, right] });
      const alone = await fetched({ subject: 'alone' }, 'alone');
      const ask = (x: string, y: string): Promise<boolean> => at.repos.isAncestor(at.repo, x, y);
      expect(await Promise.all([ask(right, merge), ask(a, merge), ask(merge, merge)])).toEqual([
        true,
        true,
        true,
      ]);
      expect(await Promise.all([ask(merge, right), ask(left, right), ask(alone, merge)])).toEqual([
        false,
        false,
        false,
      ]);
    });
  });

  describe('files', () => {
    it('answers the text files directly in a folder, sorted, byte for byte', async () => {
      const commit = await fetched({
        files: {
          'db/V002__b.sql': 'grüße; -- no newline',
          'db/V001__a.sql': 'select 1;\r\n',
          'db/empty.sql': '',
          'db/old/V000__x.sql': 'x',
          'db/link.sql': { mode: '120000', text: 'V001__a.sql' },
          'db/blob.bin': 'a\0b',
          'dbx/V003__c.sql': 'x',
        },
      });
      expect(await at.repos.files(at.repo, commit, 'db')).toEqual([
        { path: 'db/V001__a.sql', text: 'select 1;\r\n' },
        { path: 'db/V002__b.sql', text: 'grüße; -- no newline' },
        { path: 'db/empty.sql', text: '' },
      ]);
      expect(await at.repos.files(at.repo, commit, 'nowhere')).toEqual([]);
    });
  });

  describe('sources', () => {
    const files = {
      'serverless.yml': 'service: a',
      'package.json': '{}',
      'apps/package.json': '{"a":1}',
      'apps/api/serverless.yml': 'service: b',
      'apps/api/notes.md': 'x',
      'apps/api/link.yml': { mode: '120000', text: 'serverless.yml' },
      'apps/api/blob.yml': 'a\0b',
      'apps/old/serverless.yml': 'service: c',
      'apps-other/serverless.yml': 'service: d',
    };

    it('answers the text files with a wanted end, anywhere below the paths, sorted', async () => {
      const commit = await fetched({ files });
      const wanted = { paths: ['apps', 'package.json', '!apps/old'], ends: ['.yml', '/package.json'] };
      expect(await at.repos.sources(at.repo, commit, wanted)).toEqual([
        { path: 'apps/api/serverless.yml', text: 'service: b' },
        { path: 'apps/package.json', text: '{"a":1}' },
        { path: 'package.json', text: '{}' },
      ]);
    });

    it('takes everything for the path `.`, and nothing for a path that is not there', async () => {
      const commit = await fetched({ files });
      const ends = ['/serverless.yml'];
      const found = await at.repos.sources(at.repo, commit, { paths: ['.', '!apps-other'], ends });
      expect(found.map(({ path }) => path)).toEqual([
        'apps/api/serverless.yml',
        'apps/old/serverless.yml',
        'serverless.yml',
      ]);
      expect(await at.repos.sources(at.repo, commit, { paths: ['nowhere'], ends })).toEqual([]);
    });
  });

  describe('worktree', () => {
    const path = (...parts: string[]): string => join(at.folder, ...parts);

    it('holds the files of the commit and is left alone when it is whole', async () => {
      const commit = await fetched({ files: { 'a.txt': 'a', 'deep/b.txt': 'b' } });
      await at.repos.worktree(at.repo, commit, path('x'));
      expect(await at.read(path('x', 'deep', 'b.txt'))).toBe('b');
      await at.write(path('x', 'node_modules', 'made.txt'), 'made by a command');
      await at.repos.worktree(at.repo, commit, path('x'));
      expect(await at.read(path('x', 'node_modules', 'made.txt'))).toBe('made by a command');
    });

    it('is made anew when a tracked file was changed, or when it is at another commit', async () => {
      const first = await fetched({ files: { 'a.txt': 'first', 'gone.txt': 'x' } });
      const second = await fetched({ files: { 'a.txt': 'second' } });
      await at.repos.worktree(at.repo, first, path('x'));
      await at.write(path('x', 'a.txt'), 'changed by hand');
      await at.repos.worktree(at.repo, first, path('x'));
      expect(await at.read(path('x', 'a.txt'))).toBe('first');
      await at.repos.worktree(at.repo, second, path('x'));
      expect(await at.read(path('x', 'a.txt'))).toBe('second');
      expect(await at.read(path('x', 'gone.txt'))).toBeNull();
    });

    it('replaces whatever is in its folder', async () => {
      const commit = await fetched({ files: { 'a.txt': 'a' } });
      await at.write(path('x', 'rest.txt'), 'of something half made');
      await at.repos.worktree(at.repo, commit, path('x'));
      expect(await at.read(path('x', 'rest.txt'))).toBeNull();
      expect(await at.read(path('x', 'a.txt'))).toBe('a');
    });
  });

  describe('push', () => {
    it('moves a branch from what is expected, in any direction, and makes one that is not there', async () => {
      const a = at.commit({ subject: 'a' });
      const b = await fetched({ subject: 'b', parents: [a] });
      const move = (branch: string, expected: string | null, to: string) =>
        at.repos.push(at.repo, { branch, expected, to });
      expect(await move('stg', null, a)).toEqual({ type: 'pushed' });
      expect(await move('stg', a, b)).toEqual({ type: 'pushed' });
      expect(await move('stg', b, a)).toEqual({ type: 'pushed' });
      expect(at.head('stg')).toBe(a);
      expect(at.head('main')).toBe(b);
    });

    it('is rejected, with what git says, when the branch is elsewhere', async () => {
      const [a, b, c] = [
        at.commit({ subject: 'a' }),
        at.commit({ subject: 'b' }),
        at.commit({ subject: 'c' }),
      ];
      await Promise.all([a, b, c].map((commit) => at.repos.ensure(at.repo, commit)));
      at.ref('refs/heads/stg', a);
      for (const expected of [b, null]) {
        const outcome = await at.repos.push(at.repo, { branch: 'stg', expected, to: c });
        expect(outcome).toEqual({ type: 'rejected', message: expect.stringContaining('[rejected]') });
      }
      expect(at.head('stg')).toBe(a);
      expect((await at.repos.push(at.repo, { branch: 'new', expected: b, to: c })).type).toBe('rejected');
      expect(at.head('new')).toBeNull();
    });

    it('says the same twice without harm', async () => {
      const commit = await fetched({});
      const move = { branch: 'stg', expected: null, to: commit };
      expect(await at.repos.push(at.repo, move)).toEqual({ type: 'pushed' });
      expect(await at.repos.push(at.repo, move)).toEqual({ type: 'pushed' });
    });

    it('refuses where the remote is away, and branches that are options', async () => {
      const commit = await fetched({});
      await expect(
        at.repos.push(at.repo, { branch: '--mirror', expected: null, to: commit }),
      ).rejects.toMatchObject({ code: 'CONVOY_REF_UNSAFE' });
      await at.away(true);
      await expect(
        at.repos.push(at.repo, { branch: 'stg', expected: null, to: commit }),
      ).rejects.toMatchObject({ code: 'CONVOY_REMOTE_UNREACHABLE' });
      await at.away(false);
    });
  });
});

describe('repos, really', () => {
  let at: RealSetup;
  beforeEach(async () => {
    at = await real();
  });

  it('peels a tag with a message', async () => {
    const commit = at.commit({});
    const tagger = 'tagger Somebody <somebody@example.test> 1700000000 +0000';
    const tag = at.remote.git(['mktag'], {
      input: `object ${commit}\ntype commit\ntag v2\n${tagger}\n\nsecond\n`,
    });
    at.ref('refs/tags/v2', tag);
    expect(await at.repos.resolve(at.repo, 'v2')).toBe(commit);
    expect(await at.repos.resolve(at.repo, 'refs/tags/v2')).toBe(commit);
  });

  it('runs no hook, of the mirror, of a template or of the remote', async () => {
    const mark = join(at.root, 'ran');
    const commit = at.commit({});
    at.ref('refs/heads/main', commit);
    await at.repos.ensure(at.repo, commit);
    const [mirror = ''] = await readdir(join(at.home, 'mirrors'));
    const hooks = join(at.home, 'mirrors', mirror, 'hooks');
    await mkdir(hooks, { recursive: true });
    for (const hook of ['post-checkout', 'pre-push', 'reference-transaction', 'post-index-change']) {
      await writeFile(join(hooks, hook), `#!/bin/sh\necho ${hook} >> ${mark}\n`);
      await chmod(join(hooks, hook), 0o755);
    }
    await at.repos.worktree(at.repo, commit, join(at.folder, 'x'));
    await at.repos.push(at.repo, { branch: 'stg', expected: null, to: commit });
    expect(await at.read(mark)).toBeNull();
  });

  it('leaves submodules of a fetched repository alone', async () => {
    const text = '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch% ran\n';
    const commit = at.commit({ files: { '.gitmodules': text, 'a.txt': 'a' } });
    await at.repos.ensure(at.repo, commit);
    await at.repos.worktree(at.repo, commit, join(at.folder, 'x'));
    expect((await readdir(join(at.folder, 'x'))).sort()).toEqual(['.git', '.gitmodules', 'a.txt']);
  });

  it.each([
    ['its marker of git is gone', (folder: string) => rm(join(folder, '.git'))],
    [
      'its marker of git is broken',
      (folder: string) => writeFile(join(folder, '.git'), 'gitdir: /nowhere\n'),
    ],
    ['a file is missing', (folder: string) => rm(join(folder, 'a.txt'))],
    ['it is a link to elsewhere', relinked],
  ])('makes a worktree anew when %s', async (_what, spoil) => {
    const commit = at.commit({ files: { 'a.txt': 'a' } });
    await at.repos.ensure(at.repo, commit);
    const folder = join(at.folder, 'x');
    await at.repos.worktree(at.repo, commit, folder);
    await spoil(folder);
    await at.repos.worktree(at.repo, commit, folder);
    expect(await at.read(join(folder, 'a.txt'))).toBe('a');
    const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' });
    expect(head.trim()).toBe(commit);
  });

  it('survives the loss of its mirrors', async () => {
    const commit = at.commit({ files: { 'a.txt': 'a' } });
    const folder = join(at.folder, 'x');
    await at.repos.ensure(at.repo, commit);
    await at.repos.worktree(at.repo, commit, folder);
    await rm(join(at.home, 'mirrors'), { recursive: true });
    await at.repos.ensure(at.repo, commit);
    await at.repos.worktree(at.repo, commit, folder);
    expect(await at.read(join(folder, 'a.txt'))).toBe('a');
  });

  it('serves several processes at once', async () => {
    const commits = [at.commit({ subject: 'a' }), at.commit({ subject: 'b', files: { 'b.txt': 'b' } })];
    commits.forEach((commit, index) => at.ref(`refs/heads/b${index}`, commit));
    const jobs = [0, 1, 2, 3].map((index) => ({
      port: 'repos',
      options: at.options,
      repo: at.repo,
      commit: commits[index % 2],
      folder: join(at.folder, String(index < 2 ? index : 2 + (index % 2))),
    }));
    const same = { ...jobs[0], folder: join(at.folder, 'same') };
    await inProcesses([...jobs, same, same]);
    for (const { folder, commit } of [...jobs, same]) {
      const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' });
      expect(head.trim()).toBe(commit);
    }
  }, 60_000);

  it('never finds the commits of one world in the other', async () => {
    const commit = at.commit({});
    await at.repos.ensure(at.repo, commit);
    const other = createRepos({ ...at.options, rewrites: { 'git@example.test:team/': `${at.root}/empty/` } });
    new GitRemote(join(at.root, 'empty', 'shop.git'));
    await expect(other.ensure(at.repo, commit)).rejects.toMatchObject({ code: 'CONVOY_COMMIT_NOT_FOUND' });
  });

  it('reaches nothing beyond the machine where urls are rewritten', async () => {
    const out = { name: 'out', url: 'https://example.invalid/shop.git' };
    await expect(at.repos.resolve(out, 'main')).rejects.toMatchObject({
      code: 'CONVOY_REMOTE_UNREACHABLE',
      message: expect.stringContaining("transport 'https' not allowed"),
    });
  });

  it.each([
    ['http://user:s3cret@127.0.0.1:1/x.git', 'http://***@127.0.0.1:1/x.git'],
    ['http://s3cret@127.0.0.1:1/x.git', 'http://***@127.0.0.1:1/x.git'],
    ['ssh://git:s3cret@127.0.0.1:1/x.git', 'ssh://git:***@127.0.0.1:1/x.git'],
  ])('shows no secret of %s', async (url, shown) => {
    const repos = createRepos({ home: at.home, environment: gitEnvironment });
    const refusal = await repos.resolve({ name: 'x', url }, 'main').catch((cause: unknown) => cause);
    const { message, cause } = refusal as Error;
    expect(message).toContain(shown);
    expect(`${message} ${(cause as Error).message} ${JSON.stringify(cause)}`).not.toContain('s3cret');
  });

  it('gives up on a remote that has gone silent, and leaves no process behind', async () => {
    const server = createServer();
    const connected = once(server, 'connection') as Promise<[Socket]>;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const repos = createRepos({ home: at.home, environment: gitEnvironment, patienceMilliseconds: 1_000 });
    const silent = { name: 'silent', url: `http://127.0.0.1:${port}/x.git` };
    await expect(repos.resolve(silent, 'main')).rejects.toMatchObject({ code: 'CONVOY_REMOTE_UNREACHABLE' });
    const [socket] = await connected;
    socket.resume();
    await once(socket, 'close');
    server.close();
  });

  it('tells what a hook of the remote says when it refuses a push', async () => {
    const commit = at.commit({});
    await at.repos.ensure(at.repo, commit);
    const hook = join(at.remote.folder, 'hooks', 'pre-receive');
    await mkdir(dirname(hook), { recursive: true });
    await writeFile(hook, '#!/bin/sh\necho "frozen until Monday" >&2\nexit 1\n');
    await chmod(hook, 0o755);
    const outcome = await at.repos.push(at.repo, { branch: 'stg', expected: null, to: commit });
    expect(outcome).toEqual({ type: 'rejected', message: expect.stringContaining('frozen until Monday') });
  });

  it.each([
    ['2.30.1', 'git is 2.30.1; 2.38 or newer is needed'],
    [null, 'git is not installed; 2.38 or newer is needed'],
  ])('refuses a git that is too old (%s)', async (version, message) => {
    const bin = join(at.root, 'bin');
    await mkdir(bin);
    if (version !== null) {
      await writeFile(join(bin, 'git'), `#!/bin/sh\necho "git version ${version}"\n`);
      await chmod(join(bin, 'git'), 0o755);
    }
    const repos = createRepos({ home: at.home, environment: { ...gitEnvironment, PATH: bin } });
    await expect(repos.resolve(at.repo, 'main')).rejects.toMatchObject({
      code: 'CONVOY_TOOL_TOO_OLD',
      message: expect.stringContaining(message),
    });
  });

  it('is not led astray by the variables of a hook that we run in', async () => {
    const commit = at.commit({});
    const environment = { ...gitEnvironment, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere', EDITOR: 'vi' };
    const repos = createRepos({ ...at.options, environment });
    await repos.ensure(at.repo, commit);
    await repos.worktree(at.repo, commit, join(at.folder, 'x'));
    expect(await at.read(join(at.folder, 'x', 'readme.md'))).toBe('hello\n');
  });

  it('hides its folder from git', async () => {
    await at.repos.ensure(at.repo, at.commit({}));
    expect(await at.read(join(at.home, '.gitignore'))).toBe('*\n');
  });
});

function codeOf(reason: unknown): unknown {
  return (reason as { code?: unknown }).code;
}

async function relinked(folder: string): Promise<void> {
  await rename(folder, `${folder}.elsewhere`);
  await mkdir(`${folder}.empty`);
  await symlink(`${folder}.empty`, folder);
}
