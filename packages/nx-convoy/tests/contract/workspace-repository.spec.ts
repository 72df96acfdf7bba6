import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCoordination } from '../../src/effects/git/workspace-repository';
import type { Coordination } from '../../src/effects/ports';
import { FakeCoordination } from '../fakes/fake-coordination';
import { gitEnvironment } from './git-remote';

const PIN = 'components/web/pins/prod.json';
const UNKNOWN = '0123456789abcdef0123456789abcdef01234567';

type Change = Readonly<Record<string, string | null>>;

interface People {
  readonly author?: string;
  readonly committer?: string;
}

interface Setup {
  readonly coordination: Coordination;
  /** Commits the changes (null: removed) and answers the commit. */
  commit(change: Change, people?: People): Promise<string>;
  /** Changes a file of the working tree alone. */
  write(path: string, text: string | null): Promise<void>;
  push(): Promise<void>;
  /** Somebody else puts a commit on top of ours, at the remote. */
  elsewhere(change: Change): Promise<string>;
  away(isAway: boolean): Promise<void>;
  leaveGit(): Promise<void>;
}

const temporary: string[] = [];
afterAll(() => Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true }))));

async function fake(): Promise<Setup> {
  const coordination = new FakeCoordination();
  return {
    coordination,
    commit: async (change, people) => coordination.commit(change, people),
    write: async (path, text) => coordination.write(path, text),
    push: async () => coordination.push(),
    elsewhere: async (change) => {
      const commit = coordination.elsewhere(change);
      coordination.remotes.set('origin', { branch: 'main', commit, away: false });
      return commit;
    },
    away: async (away) => {
      const origin = coordination.remotes.get('origin');
      if (origin !== undefined) origin.away = away;
    },
    leaveGit: async () => coordination.leaveGit(),
  };
}

interface RealSetup extends Setup {
  readonly folder: string;
  readonly root: string;
  readonly remote: string;
  git(...words: string[]): string;
}

/** `inside`: the workspace is that folder of its repository. */
async function real(inside = '.'): Promise<RealSetup> {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-workspace-'));
  temporary.push(folder);
  const [remote, clone, other] = ['origin.git', 'clone', 'other'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  gitIn(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  gitIn(folder, 'init', '--quiet', '--initial-branch=main', clone);
  gitIn(clone, 'remote', 'add', 'origin', remote);
  const root = join(clone, inside);
  await mkdir(root, { recursive: true });
  const git = (...words: string[]): string => gitIn(root, ...words);
  return {
    folder,
    root,
    remote,
    git,
    coordination: createCoordination({ root, environment: gitEnvironment }),
    commit: (change, people) => commitIn(root, change, people),
    write: (path, text) => writeIn(root, { [path]: text }),
    push: async () => void git('push', '--quiet', 'origin', 'HEAD:refs/heads/main'),
    elsewhere: async (change) => {
      gitIn(folder, 'clone', '--quiet', clone, other);
      const commit = await commitIn(join(other, inside), change);
      gitIn(other, 'push', '--quiet', remote, 'HEAD:refs/heads/main');
      return commit;
    },
    away: (isAway) => (isAway ? rename(remote, `${remote}.away`) : rename(`${remote}.away`, remote)),
    leaveGit: () => rm(join(clone, '.git'), { recursive: true }),
  };
}

function gitIn(folder: string, ...words: string[]): string {
  return runGit(folder, words, {});
}

function runGit(folder: string, words: readonly string[], people: Record<string, string>): string {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.test'];
  const env = { ...gitEnvironment, ...people };
  return execFileSync('git', [...who, ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

async function writeIn(root: string, change: Change): Promise<void> {
  for (const [path, text] of Object.entries(change)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (text === null) await rm(join(root, path), { force: true });
    else await writeFile(join(root, path), text);
  }
}

async function commitIn(root: string, change: Change, people: People = {}): Promise<string> {
  await writeIn(root, change);
  const named = Object.entries(people).flatMap(([role, who]: [string, string]) => {
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(who) ?? [];
    return [
      [`GIT_${role.toUpperCase()}_NAME`, name],
      [`GIT_${role.toUpperCase()}_EMAIL`, email],
    ];
  });
  gitIn(root, 'add', '--all');
  runGit(
    root,
    ['commit', '--quiet', '--message=change'],
    Object.fromEntries(named) as Record<string, string>,
  );
  return gitIn(root, 'rev-parse', 'HEAD');
}

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', () => real()],
  ['real, in a folder of its repository', () => real('tools/deploy')],
])('the workspace’s own repository (%s)', (_name, setup) => {
  let at: Setup;
  let first: string;
  beforeEach(async () => {
    at = await setup();
    first = await at.commit({ 'repos.json': '{}', [PIN]: 'one', 'readme.md': 'x' });
    await at.push();
  });

  it('says at which commit it is', async () => {
    expect(await at.coordination.head()).toBe(first);
    const second = await at.commit({ [PIN]: 'two' });
    expect(await at.coordination.head()).toBe(second);
  });

  it('names what is not committed: changed, new or removed', async () => {
    const paths = ['repos.json', PIN, 'new.json', 'readme.md'];
    await at.write('readme.md', null);
    await at.write('new.json', 'new');
    await at.write(PIN, 'two');
    expect(await at.coordination.uncommitted(paths)).toEqual([PIN, 'new.json', 'readme.md']);
    expect(await at.coordination.uncommitted(['repos.json'])).toEqual([]);
    await at.write(PIN, 'one');
    expect(await at.coordination.uncommitted([PIN])).toEqual([]);
    expect(await at.coordination.uncommitted([])).toEqual([]);
  });

  it('names what a commit removed', async () => {
    await at.commit({ [PIN]: null });
    expect(await at.coordination.uncommitted([PIN, 'repos.json'])).toEqual([PIN]);
  });

  it('knows which commits HEAD contains, and which it has never seen', async () => {
    const second = await at.commit({ [PIN]: 'two' });
    const contained = [first, second, UNKNOWN].map((commit) => at.coordination.contains(commit));
    expect(await Promise.all(contained)).toEqual([true, true, null]);
    const other = await at.elsewhere({ [PIN]: 'three' });
    expect(await at.coordination.contains(other)).toBeNull();
    await at.coordination.differing('origin', other, [PIN]);
    expect(await at.coordination.contains(other)).toBe(false);
  });

  it('asks the remote for its default branch; null where there is no such remote', async () => {
    expect(await at.coordination.defaultBranch('origin')).toEqual({ name: 'main', commit: first });
    const other = await at.elsewhere({ [PIN]: 'three' });
    expect(await at.coordination.defaultBranch('origin')).toEqual({ name: 'main', commit: other });
    expect(await at.coordination.defaultBranch('upstream')).toBeNull();
  });

  it('names what is not at the remote as it is at HEAD', async () => {
    const differing = (commit: string, ...paths: string[]): Promise<string[]> =>
      at.coordination.differing('origin', commit, paths);
    expect(await differing(first, PIN, 'repos.json')).toEqual([]);
    await at.commit({ [PIN]: 'two', 'new.json': 'new', 'readme.md': null });
    expect(await differing(first, PIN, 'repos.json', 'new.json', 'readme.md')).toEqual([
      PIN,
      'new.json',
      'readme.md',
    ]);
    const other = await at.elsewhere({ [PIN]: 'three', 'repos.json': '{"x":1}' });
    expect(await differing(other, PIN, 'repos.json', 'new.json')).toEqual([PIN, 'repos.json']);
    // What is not committed is no matter of the remote.
    await at.write(PIN, 'three');
    expect(await differing(other, PIN)).toEqual([PIN]);
  });

  it('refuses when the remote is away, unless what is asked for is here already', async () => {
    const other = await at.elsewhere({ [PIN]: 'three' });
    await at.away(true);
    const code = 'CONVOY_REMOTE_UNREACHABLE';
    await expect(at.coordination.defaultBranch('origin')).rejects.toMatchObject({ code });
    await expect(at.coordination.differing('origin', other, [PIN])).rejects.toMatchObject({ code });
    expect(await at.coordination.differing('origin', first, [PIN])).toEqual([]);
    await at.away(false);
  });

  it('says who last changed a file, and that it was not signed', async () => {
    const people = { author: 'Ann <ann@example.test>', committer: 'Bob Müller <bob@example.test>' };
    const second = await at.commit({ [PIN]: 'two' }, people);
    await at.commit({ 'readme.md': 'y' });
    expect(await at.coordination.approval(PIN)).toEqual({ commit: second, ...people, signature: 'N' });
    expect((await at.coordination.approval('repos.json'))?.commit).toBe(first);
    expect(await at.coordination.approval('never.json')).toBeNull();
    const removed = await at.commit({ [PIN]: null });
    expect((await at.coordination.approval(PIN))?.commit).toBe(removed);
  });

  it('answers without git: no head, nothing is committed, nothing is contained or approved', async () => {
    await at.leaveGit();
    const { coordination } = at;
    expect(await coordination.head()).toBeNull();
    expect(await coordination.uncommitted([PIN])).toEqual([PIN]);
    expect(await coordination.contains(first)).toBeNull();
    expect(await coordination.defaultBranch('origin')).toBeNull();
    expect(await coordination.approval(PIN)).toBeNull();
  });
});

describe('the workspace’s own repository, really', () => {
  let at: RealSetup;
  beforeEach(async () => {
    at = await real();
  });
  const repository = (environment: Record<string, string> = {}) =>
    createCoordination({ root: at.root, environment: { ...gitEnvironment, ...environment } });

  it('answers without a commit', async () => {
    expect(await repository().head()).toBeNull();
    expect(await repository().uncommitted([PIN])).toEqual([PIN]);
    expect(await repository().approval(PIN)).toBeNull();
    expect(await repository().defaultBranch('origin')).toBeNull();
    await expect(repository().moveBase('refs/convoy/base/dev')).resolves.toBeUndefined();
  });

  it('says where the ledger is: the remote of that name, null without one', async () => {
    expect(await repository().ledgerRemote('upstream')).toBeNull();
    expect(await repository().ledgerRemote('origin')).toBe(at.remote);
  });

  it('moves the base to HEAD only while the committed pins are what was deployed', async () => {
    await at.commit({ [PIN]: 'one' });
    await at.write(PIN, 'two');
    await repository().moveBase('refs/convoy/base/dev');
    expect(at.git('for-each-ref', 'refs/convoy')).toBe('');
    const second = await at.commit({ [PIN]: 'two' });
    await repository().moveBase('refs/convoy/base/dev');
    expect(at.git('rev-parse', 'refs/convoy/base/dev')).toBe(second);
  });

  it('is not deceived by an index that was told to overlook a change, or by an ignored file', async () => {
    await at.commit({ [PIN]: 'one', 'repos.json': '{}', '.gitignore': 'new.json\n' });
    at.git('update-index', '--assume-unchanged', PIN);
    at.git('update-index', '--skip-worktree', 'repos.json');
    await at.write(PIN, 'two');
    await at.write('repos.json', '{"x":1}');
    await at.write('new.json', 'ignored');
    expect(at.git('status', '--porcelain')).toBe('');
    const paths = [PIN, 'repos.json', 'new.json', '.gitignore'];
    expect(await repository().uncommitted(paths)).toEqual([PIN, 'repos.json', 'new.json']);
  });

  it('takes a link or a folder in the place of a file for a change', async () => {
    await at.commit({ 'a.json': 'x', 'b.json': 'x', 'c.json': 'x' });
    await rm(join(at.root, 'a.json'));
    await symlink('c.json', join(at.root, 'a.json'));
    await rm(join(at.root, 'b.json'));
    await mkdir(join(at.root, 'b.json'));
    expect(await repository().uncommitted(['a.json', 'b.json', 'c.json'])).toEqual(['a.json', 'b.json']);
  });

  it('fetches a commit without a trace: no ref, no tag, no FETCH_HEAD', async () => {
    await at.commit({ [PIN]: 'one' });
    await at.push();
    at.git('fetch', '--quiet', 'origin');
    at.git('update-ref', 'refs/remotes/origin/gone', 'HEAD');
    at.git('config', 'fetch.prune', 'true');
    at.git('config', 'remote.origin.tagOpt', '--tags');
    await rm(join(at.root, '.git', 'FETCH_HEAD'));
    const other = await at.elsewhere({ [PIN]: 'two' });
    gitIn(at.remote, 'tag', 'v1', other);
    const look = async () => [at.git('for-each-ref'), (await readdir(join(at.root, '.git'))).sort()];
    const before = await look();
    expect(await repository().differing('origin', other, [PIN])).toEqual([PIN]);
    expect(await look()).toEqual(before);
  });

  it('cannot tell what lies behind the cut of a shallow clone', async () => {
    const first = await at.commit({ [PIN]: 'one' });
    await at.commit({ [PIN]: 'two' });
    await at.push();
    const root = join(at.folder, 'shallow');
    gitIn(at.folder, 'clone', '--quiet', '--depth=1', `file://${at.remote}`, root);
    const shallow = createCoordination({ root, environment: gitEnvironment });
    expect(await shallow.contains(first)).toBeNull();
    gitIn(root, 'fetch', '--quiet', '--depth=1', 'origin', first);
    expect(await shallow.contains(first)).toBeNull();
  });

  it('says null of a remote that declares no default branch', async () => {
    await at.commit({ [PIN]: 'one' });
    await at.push();
    gitIn(at.remote, 'update-ref', '--no-deref', 'HEAD', 'refs/heads/main');
    expect(await repository().defaultBranch('origin')).toBeNull();
  });

  it('shows no password of a remote that cannot be reached, in words or on a command line', async () => {
    at.git('remote', 'add', 'far', 'http://user:s3cret@127.0.0.1:1/x.git');
    const trace = join(at.folder, 'trace');
    const coordination = repository({ GIT_TRACE2_EVENT: trace, GIT_TRACE_REDACT: '0' });
    const asked = [coordination.defaultBranch('far'), coordination.differing('far', UNKNOWN, [PIN])];
    for (const outcome of await Promise.allSettled(asked)) {
      const { reason } = outcome as { reason: Error };
      expect(reason).toMatchObject({ code: 'CONVOY_REMOTE_UNREACHABLE' });
      expect(reason.message).toContain('http://***@127.0.0.1:1/x.git');
      expect(`${String(reason)} ${String(reason.cause)}`).not.toContain('s3cret');
    }
    const programs = (await readFile(trace, 'utf8'))
      .split('\n')
      .filter((line) => /"event":"(start|child_start)"/.test(line));
    expect(programs.join('\n')).toContain('remote-http');
    expect(programs.join('\n')).not.toContain('s3cret');
  });

  describe('a signature', () => {
    /** Stands in for gpg: notes what it was asked and whether there was anybody to ask. */
    async function verifier(answer: string): Promise<Record<string, string>> {
      const bin = join(at.folder, 'bin');
      await mkdir(bin, { recursive: true });
      const asked = join(at.folder, 'asked');
      const lines = [
        '#!/bin/sh',
        `echo "$* tty=$GPG_TTY" >> '${asked}'`,
        `if test -t 0; then echo terminal >> '${asked}'; fi`,
        'cat > /dev/null',
        `printf '%b' '${answer}'`,
      ];
      await writeFile(join(bin, 'gpg'), `${lines.join('\n')}\n`);
      await chmod(join(bin, 'gpg'), 0o755);
      return { PATH: `${bin}:${gitEnvironment['PATH'] ?? ''}`, GPG_TTY: '/dev/pts/0' };
    }

    /** A commit on top of HEAD with something that looks like a signature. */
    async function signed(): Promise<void> {
      await at.commit({ [PIN]: 'one' });
      const text = gitIn(at.root, 'cat-file', 'commit', 'HEAD');
      const armour = ['-----BEGIN PGP SIGNATURE-----', '', 'aGVsbG8=', '-----END PGP SIGNATURE-----'];
      const object = text.replace(/\n\n/, `\ngpgsig ${armour.join('\n ')}\n\n`);
      await writeFile(join(at.folder, 'commit'), `${object}\n`);
      at.git('update-ref', 'HEAD', at.git('hash-object', '-t', 'commit', '-w', join(at.folder, 'commit')));
    }

    it.each([
      ['G', '[GNUPG:] GOODSIG 0123456789ABCDEF Somebody\\n[GNUPG:] TRUST_ULTIMATE 0 pgp\\n'],
      ['B', '[GNUPG:] BADSIG 0123456789ABCDEF Somebody\\n'],
      ['E', '[GNUPG:] ERRSIG 0123456789ABCDEF 1 10 00 1700000000 9\\n'],
    ])('is told as git tells it (%s), and nobody is asked', async (letter, answer) => {
      await signed();
      const found = await repository(await verifier(answer)).approval(PIN);
      expect(found).toMatchObject({ signature: letter, author: 'Somebody <somebody@example.test>' });
      const asked = await readFile(join(at.folder, 'asked'), 'utf8');
      expect(asked).toContain('--verify');
      expect(asked).toContain('tty=\n');
      expect(asked).not.toContain('terminal');
    });

    it('of a commit without one is not looked for', async () => {
      await at.commit({ [PIN]: 'one' });
      expect((await repository(await verifier('')).approval(PIN))?.signature).toBe('N');
      await expect(readFile(join(at.folder, 'asked'), 'utf8')).rejects.toThrow('ENOENT');
    });
  });
});
