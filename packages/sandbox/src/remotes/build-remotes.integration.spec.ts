import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BuiltRemote } from './build-remote';
import { buildRemotes } from './build-remotes';
import knownCommits from './known-commits.json';
import { runGit } from './run-git';

let scratch: string;
let built: BuiltRemote[];
const remote = (repo: string): BuiltRemote => built.find((one) => one.repo === repo)!;
const git = async (repo: string, ...args: string[]): Promise<string> =>
  (await runGit(remote(repo).path, args)).trim();
const idsOf = (remotes: BuiltRemote[]): unknown =>
  Object.fromEntries(remotes.map(({ repo, commits }) => [repo, commits]));

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'remotes-'));
  built = await buildRemotes({ remotes: join(scratch, 'remotes') });
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('what is built', () => {
  const all = ['assurex-infra', 'assurex-insights-engine', 'profile-360-backend', 'trustx'];

  it('is the four repositories with the ids that are known', () => {
    expect(built.map(({ repo }) => repo)).toEqual(all);
    // Changed a sample on purpose? write-known-commits.ts writes the new ids.
    expect(idsOf(built)).toEqual(knownCommits);
  });

  it.each(all)('%s is whole and has the refs that its history names', async (repo) => {
    const { refs } = remote(repo);
    const listed = await git(repo, 'for-each-ref', '--format=%(refname) %(objectname)');
    expect(listed.split('\n')).toEqual(
      Object.entries(refs)
        .map((pair) => pair.join(' '))
        .sort(),
    );
    await git(repo, 'fsck', '--strict');
  });

  it.each(all)('%s is pinned in preprod to a merge with the files of main', async (repo) => {
    const { commits, refs } = remote(repo);
    const parents = await git(repo, 'show', '-s', '--format=%P', commits['preprod']!);
    expect(parents).toBe(`${commits['older-merge']} ${commits['main']}`);
    expect(await git(repo, 'rev-parse', `${commits['preprod']}^{tree}`)).toBe(
      await git(repo, 'rev-parse', `${commits['main']}^{tree}`),
    );
    expect(refs['refs/heads/main']).toBe(commits['main']);
    await git(repo, 'merge-base', '--is-ancestor', commits['older']!, refs['refs/heads/stg']!);
    await git(repo, 'merge-base', '--is-ancestor', refs['refs/heads/stg']!, commits['preprod']!);
  });

  it('keeps the front end of preprod on a ref that is not built', () => {
    const { commits, refs } = remote('trustx');
    expect(refs['refs/heads/stg']).toBe(commits['older-merge']);
    expect(refs['refs/convoy/preprod/next']).toBe(commits['preprod']);
    expect(remote('assurex-infra').refs['refs/heads/stg']).toBe(remote('assurex-infra').commits['preprod']);
  });

  it('has the feature as one commit on top of main in three repositories', async () => {
    const repos = all.filter((repo) => remote(repo).refs['refs/heads/feature/my-feature'] !== undefined);
    expect(repos).toEqual(['assurex-infra', 'profile-360-backend', 'trustx']);
    for (const repo of repos) {
      const { commits } = remote(repo);
      expect(await git(repo, 'rev-parse', 'feature/my-feature^')).toBe(commits['main']);
    }
    const changed = await git('assurex-infra', 'diff', '--name-only', 'main', 'feature/my-feature');
    expect(changed.split('\n').map((path) => path.split('/').at(-1))).toEqual([
      'U004__add_department.sql',
      'V004__add_department.sql',
    ]);
  });

  it('makes scripts executable and nothing else', async () => {
    const listed = await git('assurex-infra', 'ls-tree', '-r', 'main');
    const executable = listed.split('\n').filter((line) => line.startsWith('100755'));
    expect(executable.map((line) => line.split('\t')[1])).toEqual([
      'resources/database/lambda-schema-init/deploy.sh',
      'scripts/db-connect-preprod.sh',
      'scripts/db-connect.sh',
    ]);
  });

  it('has a ledger with nothing in it', async () => {
    const ledger = join(scratch, 'remotes', 'ledger.git');
    expect(await runGit(ledger, ['rev-parse', '--is-bare-repository'])).toBe('true\n');
    expect(await runGit(ledger, ['for-each-ref'])).toBe('');
  });
});

describe('building again', () => {
  it('replaces what is there, and what an interrupted build left', async () => {
    const remotes = join(scratch, 'again');
    await mkdir(join(remotes, 'trustx.git.unfinished'), { recursive: true });
    await mkdir(join(remotes, 'trustx.git'), { recursive: true });
    await writeFile(join(remotes, 'trustx.git', 'HEAD'), 'nonsense');
    expect(idsOf(await buildRemotes({ remotes }))).toEqual(knownCommits);
  });

  it('gives the same ids to another user elsewhere', async () => {
    const remotes = join(scratch, 'elsewhere');
    const environment = await foreignEnvironment(join(scratch, 'foreigner'));
    const script = join(__dirname, 'build-remotes.ts');
    const program = `process.umask(0o077); require(${JSON.stringify(script)}).buildRemotes({ remotes: ${JSON.stringify(remotes)} })
      .then((built) => process.stdout.write(JSON.stringify(built)));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['-r', require.resolve('@swc-node/register'), '-e', program],
      { env: environment },
    );
    expect(idsOf(JSON.parse(stdout) as BuiltRemote[])).toEqual(knownCommits);
    const config = await readFile(join(remotes, 'trustx.git', 'config'), 'utf8');
    expect(config).not.toContain('hooksPath');
  });
});

/** A user whose git is set up to change whatever it can. */
async function foreignEnvironment(home: string): Promise<NodeJS.ProcessEnv> {
  const hooks = join(home, 'hooks');
  await mkdir(hooks, { recursive: true });
  for (const hook of ['reference-transaction', 'post-receive']) {
    await writeFile(join(hooks, hook), '#!/bin/sh\nexit 1\n');
    await chmod(join(hooks, hook), 0o755);
  }
  const settings = [
    ['user.name', 'Somebody Else'],
    ['core.autocrlf', 'true'],
    ['core.hooksPath', hooks],
    ['commit.gpgsign', 'true'],
    ['init.templateDir', join(home, 'no-such-template')],
    ['init.defaultBranch', 'trunk'],
    ['i18n.commitEncoding', 'ISO-8859-1'],
  ] as const;
  const config = join(home, '.gitconfig');
  for (const [key, value] of settings) await runGit(home, ['config', '--file', config, key, value]);
  return {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_GLOBAL: config,
    GIT_AUTHOR_NAME: 'Somebody Else',
    GIT_AUTHOR_EMAIL: 'else@example.org',
    GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z',
    GIT_DIR: join(home, 'not-a-repository'),
    GIT_DEFAULT_HASH: 'sha256',
    TZ: 'Asia/Kathmandu',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
  };
}
