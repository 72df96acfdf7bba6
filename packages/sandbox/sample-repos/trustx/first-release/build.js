import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOSTS = { main: 'api.trustx.cloud', stg: 'api-stg.trustx.cloud' };

/** The API that the front end of a branch calls. */
export function chooseApi(branch) {
  return `https://${Object.hasOwn(HOSTS, branch) ? HOSTS[branch] : 'api-dev.trustx.cloud'}`;
}

/** Makes the folder `dist`: the sources, with the commit and the address of the API written into the page. */
export function build({ source, target, branch, commit }) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(source, target, { recursive: true });
  const page = readFileSync(join(source, 'index.html'), 'utf8');
  const filled = page.replaceAll('%COMMIT%', commit).replaceAll('%API%', chooseApi(branch));
  writeFileSync(join(target, 'index.html'), filled);
}

function ask(...question) {
  return execFileSync('git', question, { encoding: 'utf8' }).trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const branch = process.env.CF_PAGES_BRANCH ?? ask('rev-parse', '--abbrev-ref', 'HEAD');
  const commit = process.env.CF_PAGES_COMMIT_SHA ?? ask('rev-parse', 'HEAD');
  build({ source: join(here, 'src'), target: join(here, 'dist'), branch, commit });
  process.stdout.write(`built ${commit} of ${branch} for ${chooseApi(branch)}\n`);
}
