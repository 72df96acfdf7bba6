import { simpleGit, type SimpleGit } from 'simple-git';

export interface WorkspaceRepository {
  /** Commit of the coordination repository, null where the workspace is not in git or has no commit. */
  head(): Promise<string | null>;
  /** URL of a remote of the workspace; null where there is none: the ledger then lives in this clone. */
  ledgerRemote(name: string): Promise<string | null>;
  /** Moves a local ref to HEAD, if what HEAD says about pins and manifest is what was deployed. */
  moveBase(ref: string): Promise<void>;
}

/** The git repository of the workspace itself: manifest, pins and their history. Nothing here leaves the machine. */
export function createWorkspaceRepository(options: { readonly root: string }): WorkspaceRepository {
  const git: SimpleGit = simpleGit(options.root);
  const head = async (): Promise<string | null> => {
    try {
      return (await git.raw('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')).trim();
    } catch {
      return null;
    }
  };
  return {
    head,
    ledgerRemote: async (name) => {
      try {
        return (await git.raw('remote', 'get-url', '--', name)).trim();
      } catch {
        return null;
      }
    },
    moveBase: async (ref) => {
      if ((await head()) === null) return;
      const changed = await git.raw('status', '--porcelain', '--', 'repos.json', 'components');
      // Uncommitted pins were deployed: HEAD is not what runs, and a base that says so would hide them from `affected`.
      if (changed.trim() !== '') return;
      await git.raw('update-ref', '--', ref, 'HEAD');
    },
  };
}
