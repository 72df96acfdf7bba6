import { dirname, join } from 'node:path';
import { openHome } from '../open-home';
import { bareRepository } from './bare-repository';
import { GitFailure } from './git-failure';
import type { LedgerOptions } from './ledger-options';
import { openGit } from './open-git';

/**
 * The git directory that the ledger's commits are made in. With a remote it is a bare clone of our own, of each world its own. Without one
 * it is the workspace's git directory, so that the ledger is as durable as the workspace; the sandbox never writes there.
 */
export async function ledgerRepository(options: LedgerOptions): Promise<string> {
  await openHome(options.home);
  if (options.remote === null && options.world !== 'sandbox') {
    const workspace = await workspaceRepository(options);
    if (workspace !== null) return workspace;
  }
  const folder = join(options.home, `ledger-${options.world}.git`);
  return bareRepository(folder, options);
}

async function workspaceRepository(options: LedgerOptions): Promise<string | null> {
  try {
    const git = await openGit(dirname(options.home), options);
    return (await git.read('rev-parse', '--path-format=absolute', '--git-common-dir')).trim();
  } catch (cause) {
    // Not in git: then nothing but our own clone can keep it.
    if (cause instanceof GitFailure) return null;
    throw cause;
  }
}
