import { GitFailure } from './git-failure';
import { openGit, type Git } from './open-git';

export interface WorkspaceRepository {
  /** Commit of the coordination repository, null where the workspace is not in git or has no commit. */
  head(): Promise<string | null>;
  /** URL of a remote of the workspace; null where there is none: the ledger then lives in this clone. */
  ledgerRemote(name: string): Promise<string | null>;
  /** Moves a local ref to HEAD, if what HEAD says about pins and manifest is what was deployed. */
  moveBase(ref: string): Promise<void>;
}

export interface WorkspaceRepositoryOptions {
  readonly root: string;
  /** The person's own: it may say that the folder is safe to read. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The git repository of the workspace itself: manifest, pins and their history. Nothing here leaves the machine. */
export function createWorkspaceRepository({
  root,
  environment,
}: WorkspaceRepositoryOptions): WorkspaceRepository {
  const open = (): Promise<Git> => openGit(root, { environment });
  const readOrNull = async (...words: string[]): Promise<string | null> => {
    try {
      return (await (await open()).read(...words)).trim();
    } catch (cause) {
      // A workspace outside git, without a commit or without the remote: each has an answer of its own.
      if (cause instanceof GitFailure) return null;
      throw cause;
    }
  };
  const head = (): Promise<string | null> => readOrNull('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  return {
    head,
    ledgerRemote: (name) => readOrNull('remote', 'get-url', '--', name),
    moveBase: async (ref) => {
      if ((await head()) === null) return;
      const git = await open();
      const changed = await git.read('status', '--porcelain', '--', 'repos.json', 'components');
      // Uncommitted pins were deployed: HEAD is not what runs, and a base that says so would hide them from `affected`.
      if (changed.trim() !== '') return;
      await git.read('update-ref', '--', ref, 'HEAD');
    },
  };
}
