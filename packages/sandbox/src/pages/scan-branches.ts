import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PagesOptions, PagesProject } from './pages-options';

const run = promisify(execFile);

export interface BranchHead {
  readonly branch: string;
  readonly commit: string;
  readonly message: string;
}

/** The branches of a project's remote; refs outside refs/heads build nothing. */
export async function scanBranches(project: PagesProject, options: PagesOptions): Promise<BranchHead[]> {
  const format = '%(refname:lstrip=2)%09%(objectname)%09%(contents:subject)';
  const { stdout } = await run('git', ['for-each-ref', `--format=${format}`, 'refs/heads/'], {
    cwd: project.remote,
    env: { ...options.environment },
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([branch = '', commit = '', ...words]) => ({ branch, commit, message: words.join('\t') }));
}
