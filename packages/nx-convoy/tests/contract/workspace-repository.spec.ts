import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkspaceRepository } from '../../src/effects/git/workspace-repository';

describe('the workspace repository', () => {
  let root: string;
  const environment = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_GLOBAL: '/dev/null' };
  const git = (...words: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  const pinned = (text: string): void => {
    mkdirSync(join(root, 'components', 'web', 'pins'), { recursive: true });
    writeFileSync(join(root, 'components', 'web', 'pins', 'dev.json'), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'convoy-workspace-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('answers null outside git and without a commit', async () => {
    const repository = createWorkspaceRepository({ root, environment });
    expect(await repository.head()).toBeNull();
    expect(await repository.ledgerRemote('origin')).toBeNull();
    git('init', '--quiet');
    expect(await repository.head()).toBeNull();
    await expect(repository.moveBase('refs/convoy/base/dev')).resolves.toBeUndefined();
  });

  it('says where the ledger is: the remote of that name, null without one', async () => {
    git('init', '--quiet');
    const repository = createWorkspaceRepository({ root, environment });
    expect(await repository.ledgerRemote('origin')).toBeNull();
    git('remote', 'add', 'origin', '/srv/team.git');
    expect(await repository.ledgerRemote('origin')).toBe('/srv/team.git');
  });

  it('moves the base to HEAD only while the committed pins are what was deployed', async () => {
    git('init', '--quiet');
    pinned('{"commit":"one"}');
    git('add', '--all');
    git('commit', '--quiet', '--message=first');
    const repository = createWorkspaceRepository({ root, environment });
    pinned('{"commit":"two"}');
    await repository.moveBase('refs/convoy/base/dev');
    expect(git('for-each-ref', 'refs/convoy')).toBe('');
    git('commit', '--quiet', '--all', '--message=second');
    await repository.moveBase('refs/convoy/base/dev');
    expect(git('rev-parse', 'refs/convoy/base/dev')).toBe(await repository.head());
  });
});
