import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runGit } from '../../remotes/run-git';

export type Files = Readonly<Record<string, string>>;

export interface FrontEndRepository {
  readonly remote: string;
  /** Commits files on top of the branch, which starts where `main` is, and answers the commit. */
  commit(branch: string, files: Files): Promise<string>;
  push(...refspecs: readonly string[]): Promise<void>;
}

/** A build that writes its commit, branch and text into the front page. */
export const plainBuild = `
const { mkdirSync, writeFileSync, readFileSync } = require('node:fs');
const { CF_PAGES, CF_PAGES_BRANCH, CF_PAGES_COMMIT_SHA, CF_PAGES_URL } = process.env;
console.log('building ' + CF_PAGES_BRANCH);
mkdirSync('dist/css', { recursive: true });
const text = readFileSync('text.txt', 'utf8');
writeFileSync('dist/index.html', [text, CF_PAGES, CF_PAGES_BRANCH, CF_PAGES_COMMIT_SHA, CF_PAGES_URL].join('|'));
writeFileSync('dist/environment.json', JSON.stringify(process.env));
writeFileSync('dist/css/style.css', 'body {}');
`;
export const failingBuild = `console.error('the colour is missing'); process.exit(3);`;

const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];

/** A bare remote with a small front end on `main`, and a clone of it to push from. */
export async function makeFrontEndRepository(folder: string): Promise<FrontEndRepository> {
  const [remote, work] = [join(folder, 'front.git'), join(folder, 'work')];
  await runGit(folder, ['init', '--quiet', '--bare', '--initial-branch=main', remote]);
  await runGit(folder, ['init', '--quiet', '--initial-branch=main', work]);
  await runGit(work, ['remote', 'add', 'origin', remote]);
  const repository: FrontEndRepository = {
    remote,
    commit: async (branch, files) => {
      await switchTo(work, branch);
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(work, name)), { recursive: true });
        await writeFile(join(work, name), content);
      }
      await runGit(work, ['add', '--all']);
      await runGit(work, [...author, 'commit', '--quiet', '--allow-empty', '-m', `${branch}: a change`]);
      return (await runGit(work, ['rev-parse', 'HEAD'])).trim();
    },
    push: async (...refspecs) => {
      await runGit(work, ['push', '--quiet', '--force', 'origin', ...refspecs]);
    },
  };
  const settings = JSON.stringify({ name: 'front', private: true, scripts: { build: 'node build.js' } });
  await repository.commit('main', { 'package.json': settings, 'build.js': plainBuild, 'text.txt': 'first' });
  return repository;
}

async function switchTo(work: string, branch: string): Promise<void> {
  const known = await runGit(work, ['branch', '--list', branch]);
  const head = (await runGit(work, ['symbolic-ref', '--short', 'HEAD'])).trim();
  if (branch === head) return;
  await runGit(
    work,
    known === '' ? ['switch', '--quiet', '-c', branch, 'main'] : ['switch', '--quiet', branch],
  );
}
