import { access, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findProcess } from '../process/process-table';
import { poll } from '../process/poll';
import { startDetached } from '../process/start-detached';
import { failingBuild, plainBuild } from './testing/front-end-repository';
import { account_id, commitOf, ScratchPages, stageOf } from './testing/scratch-pages';

const where = { account_id, project_name: 'front' };
const patience = { within: 30_000 };
jest.setTimeout(120_000);

let pages: ScratchPages;
beforeEach(async () => {
  pages = await ScratchPages.make();
});
afterEach(async () => pages.remove());

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function findGit(): Promise<string> {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'git'));
  for (const place of places) if (await exists(place)) return place;
  throw new TypeError('no git');
}

/** A build that says `started` in a file, and goes on when `go` is there. */
const gatedBuild = (folder: string): string => `
const { existsSync, writeFileSync } = require('node:fs');
const gate = (name) => ${JSON.stringify(folder)} + '/' + name + '-' + process.env.CF_PAGES_BRANCH.replace('/', '-');
writeFileSync(gate('started'), String(process.pid));
const timer = setInterval(() => { if (existsSync(gate('go'))) { clearInterval(timer); build(); } }, 20);
function build() { ${plainBuild} }
`;
const started = (branch: string): Promise<boolean> =>
  poll(() => exists(join(pages.folder, `started-${branch}`)), Boolean, patience);

test('a push builds the commit and serves it; production and previews are told apart', async () => {
  await pages.start();
  const main = await pages.repository.commit('main', {});
  const preview = await pages.repository.commit('feature/A_b', { 'text.txt': 'second' });
  await pages.repository.push('main', 'feature/A_b');

  const production = await pages.ended(main);
  expect(production).toMatchObject({
    environment: 'production',
    aliases: ['https://app.example.com'],
    is_skipped: false,
    project_name: 'front',
    latest_stage: { name: 'deploy', status: 'success' },
    deployment_trigger: {
      type: 'github:push',
      metadata: { branch: 'main', commit_hash: main, commit_message: 'main: a change' },
    },
    url: `https://${production.id.slice(0, 8)}.front.pages.dev`,
  });
  expect(production.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'queued success',
    'initialize success',
    'clone_repo success',
    'build success',
    'deploy success',
  ]);
  for (const stage of production.stages) expect(stage.started_on! <= stage.ended_on!).toBe(true);
  const page = `first|1|main|${main}|${production.url}`;
  for (const host of ['app.example.com', 'front.pages.dev', new URL(production.url).host]) {
    expect(await pages.ask(host)).toMatchObject({ status: 200, body: page });
  }

  const other = await pages.ended(preview);
  expect(other).toMatchObject({
    environment: 'preview',
    aliases: ['https://feature-a-b.front.pages.dev'],
  });
  const alias = await pages.ask('feature-a-b.front.pages.dev:443');
  expect(alias.body).toBe(`second|1|feature/A_b|${preview}|${other.url}`);
  expect(alias.headers['x-robots-tag']).toBe('noindex');
  expect(await pages.log(other.id)).toContain('building feature/A_b');
});

test('the build sees the environment that was given and nothing else', async () => {
  process.env['PAGES_SPEC_SECRET'] = 'nobody may see this';
  try {
    await pages.start();
    await pages.repository.push('main');
    const [first] = await pages.all();
    await pages.ended(commitOf(first!));
    const { body } = await pages.ask('front.pages.dev', '/environment.json');
    expect(body).not.toContain('PAGES_SPEC_SECRET');
    expect(JSON.parse(body)).toMatchObject({ CF_PAGES: '1', CI: 'true', HOME: pages.folder });
  } finally {
    delete process.env['PAGES_SPEC_SECRET'];
  }
});

test('files: content types, HEAD, ETag, 404, no way out of the folder', async () => {
  await pages.start();
  const leak = `${plainBuild}; require('node:fs').symlinkSync(${JSON.stringify(pages.folder)}, 'dist/out'); writeFileSync('dist/about.html', 'about');`;
  const commit = await pages.repository.commit('main', { 'build.js': leak });
  await pages.repository.push('main');
  await pages.ended(commit);

  const found = await pages.ask('front.pages.dev');
  expect(found.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-length': String(found.body.length),
  });
  const etag = found.headers.etag!;
  expect(
    await pages.ask('front.pages.dev', '/', { headers: { 'if-none-match': `W/${etag}` } }),
  ).toMatchObject({
    status: 304,
    body: '',
  });
  const head = await pages.ask('front.pages.dev', '/', { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(head.headers['content-length']).toBe(found.headers['content-length']);
  expect((await pages.ask('front.pages.dev', '/css/style.css?v=1')).headers['content-type']).toBe(
    'text/css; charset=utf-8',
  );
  expect((await pages.ask('front.pages.dev', '/about')).body).toBe('about');
  expect((await pages.ask('front.pages.dev', '/', { method: 'POST' })).status).toBe(405);
  const absent = [
    '/none',
    '/css/',
    '/%',
    '/%00',
    '/out/pages/deployments.json',
    '/..%2f..%2fdeployments.json',
  ];
  for (const path of [...absent, '/client/v4/accounts', '/_sandbox/pushed/front']) {
    expect((await pages.ask('front.pages.dev', path)).status).toBe(404);
  }
  expect((await pages.ask('elsewhere.example.com')).status).toBe(404);
  expect((await pages.ask('nobody.front.pages.dev')).status).toBe(404);
});

test('a failing build keeps its log, and what was served before goes on being served', async () => {
  await pages.start();
  const good = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  await pages.ended(good);
  const bad = await pages.repository.commit('main', { 'build.js': failingBuild });
  await pages.repository.push('main');
  const failed = await pages.ended(bad);
  expect(stageOf(failed)).toBe('build failure');
  expect(failed.stages.at(-1)).toMatchObject({ name: 'deploy', status: 'idle', started_on: null });
  const log = await pages.log(failed.id);
  expect(log).toContain('the colour is missing');
  expect(log).toContain('npm run build ended with 3');
  expect((await pages.ask('app.example.com')).body).toContain(good);
  expect((await pages.ask(new URL(failed.url).host)).status).toBe(404);
  const project = await pages.client().pages.projects.get('front', { account_id });
  expect(project.latest_deployment?.id).toBe(failed.id);
  expect(commitOf(project.canonical_deployment!)).toBe(good);

  const empty = await pages.repository.commit('main', { 'build.js': '' });
  await pages.repository.push('main');
  expect(await pages.log((await pages.ended(empty)).id)).toContain('Output directory "dist" not found');
});

test('the next build of a branch fails when that is asked for', async () => {
  await pages.start();
  const path = '/_sandbox/fail-next-build/front?branch=stg';
  const authorization = (token: string) => ({
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  expect((await pages.ask('127.0.0.1', path, authorization('wrong'))).status).toBe(403);
  expect((await pages.ask('127.0.0.1', path, { method: 'POST' })).status).toBe(403);
  expect((await pages.ask('127.0.0.1', path, authorization('a-token'))).status).toBe(200);
  const main = await pages.repository.commit('main', {});
  const commit = await pages.repository.commit('stg', {});
  await pages.repository.push('main', 'stg');
  expect(stageOf(await pages.ended(main))).toBe('deploy success');
  const failed = await pages.ended(commit);
  expect(stageOf(failed)).toBe('build failure');
  const again = await pages.client().pages.projects.deployments.retry(failed.id, where);
  expect(again.id).not.toBe(failed.id);
  expect(stageOf(again)).toBe('queued active');
  expect(stageOf(await pages.deploymentEnded(again.id))).toBe('deploy success');
  expect((await pages.ask('app-stg.example.com')).body).toContain(commit);
});

test('production goes back to a success of production, until the next one; a preview is no target', async () => {
  await pages.start();
  const { deployments } = pages.client().pages.projects;
  const one = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  const first = await pages.ended(one);
  const two = await pages.repository.commit('main', { 'build.js': failingBuild });
  await pages.repository.push('main');
  const broken = await pages.ended(two);
  const three = await pages.repository.commit('main', { 'build.js': plainBuild, 'text.txt': 'third' });
  const other = await pages.repository.commit('stg', {});
  await pages.repository.push('main', 'stg');
  await pages.ended(three);
  const preview = await pages.ended(other);

  for (const { id } of [preview, broken]) {
    await expect(deployments.rollback(id, where)).rejects.toMatchObject({
      status: 400,
      errors: [{ code: 8000039, message: expect.stringContaining('successful production deployment') }],
    });
  }
  const before = await pages.all();
  expect((await deployments.rollback(first.id, where)).id).toBe(first.id);
  for (const host of ['app.example.com', 'front.pages.dev'])
    expect((await pages.ask(host)).body).toContain(one);
  // Nothing is built, and the branch stays where it is: the next look at it finds nothing new.
  await pages.ask('127.0.0.1', '/_sandbox/pushed/front', { method: 'POST' });
  expect(await pages.all()).toEqual(before);
  const project = await pages.client().pages.projects.get('front', { account_id });
  expect(project.canonical_deployment?.id).toBe(first.id);
  await expect(deployments.delete(first.id, { ...where, force: true })).rejects.toMatchObject({
    errors: [expect.objectContaining({ code: 8000034 })],
  });

  await pages.stop();
  await pages.start();
  expect((await pages.ask('app.example.com')).body).toContain(one);
  const four = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  await pages.ended(four);
  expect((await pages.ask('app.example.com')).body).toContain(four);
});

test('a build is asked for by branch', async () => {
  const main = await pages.repository.commit('main', {});
  const other = await pages.repository.commit('stg', {});
  await pages.repository.push('main', 'stg');
  await pages.start();
  const { deployments } = pages.client().pages.projects;
  await pages.ended(other);
  const asked = await deployments.create('front', { account_id, branch: 'stg' });
  expect(asked.deployment_trigger).toMatchObject({
    type: 'ad_hoc',
    metadata: { branch: 'stg', commit_hash: other },
  });
  expect(stageOf(await pages.deploymentEnded(asked.id))).toBe('deploy success');
  expect(commitOf(await deployments.create('front', { account_id }))).toBe(main);
  await expect(deployments.create('front', { account_id, branch: 'none' })).rejects.toMatchObject({
    status: 400,
  });
  await expect(deployments.create('front', { account_id, manifest: '{}' })).rejects.toMatchObject({
    status: 400,
  });
});

test('branches build side by side; of the pushes that wait on one branch the newest is built', async () => {
  await pages.start();
  const first = await pages.repository.commit('main', { 'build.js': gatedBuild(pages.folder) });
  const other = await pages.repository.commit('stg', {});
  await pages.repository.push('main', 'stg');
  expect(await started('main')).toBe(true);
  expect(await started('stg')).toBe(true);
  const second = await pages.repository.commit('main', { 'text.txt': 'second' });
  await pages.repository.push('main');
  const third = await pages.repository.commit('main', { 'text.txt': 'third' });
  await pages.repository.push('main');
  expect((await pages.all()).map(stageOf)).toEqual([
    'queued active',
    'queued active',
    'build active',
    'build active',
  ]);
  for (const branch of ['main', 'stg']) await writeFile(join(pages.folder, `go-${branch}`), '');
  expect(stageOf(await pages.ended(third))).toBe('deploy success');
  expect(await pages.ended(second)).toMatchObject({
    is_skipped: true,
    skip_reason: 'superseded_queued_build',
    latest_stage: { name: 'queued', status: 'skipped' },
  });
  expect(stageOf(await pages.ended(first))).toBe('deploy success');
  expect(stageOf(await pages.ended(other))).toBe('deploy success');
  expect((await pages.ask('app.example.com')).body).toContain(third);
});

test('a branch that goes back to a commit is built again; other refs are not', async () => {
  await pages.start();
  const one = await pages.repository.commit('convoy/dev', {});
  await pages.repository.push('convoy/dev', 'convoy/dev:refs/convoy/preprod/next');
  await pages.ended(one);
  const two = await pages.repository.commit('convoy/dev', {});
  await pages.repository.push('convoy/dev');
  const second = await pages.ended(two);
  await pages.repository.push(`${one}:refs/heads/convoy/dev`);
  const [newest] = await pages.all();
  expect(commitOf(newest!)).toBe(one);
  await pages.deploymentEnded(newest!.id);
  expect((await pages.ask('convoy-dev.front.pages.dev')).body).toContain(one);
  // An older commit that is built again is no move of the branch: the next look must not undo it.
  const again = await pages.client().pages.projects.deployments.retry(second.id, where);
  await pages.deploymentEnded(again.id);
  await pages.repository.push('convoy/dev:refs/convoy/other', `${one}:refs/heads/another`);
  await pages.ended(one);
  expect((await pages.all()).map(commitOf)).toEqual([one, two, one, two, one]);
  expect((await pages.ask('convoy-dev.front.pages.dev')).body).toContain(two);
});

test('a restart keeps history and sites, sees what was pushed meanwhile, and starts an interrupted build over', async () => {
  await pages.start();
  const one = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  const first = await pages.ended(one);
  const two = await pages.repository.commit('main', { 'build.js': gatedBuild(pages.folder) });
  await pages.repository.push('main');
  expect(await started('main')).toBe(true);
  const builder = Number(await readFile(join(pages.folder, 'started-main'), 'utf8'));
  await pages.stop();
  expect(await findProcess(builder)).toBeUndefined();
  expect(await readdir(join(pages.folder, 'pages', 'sites'))).toEqual([first.id]);

  const other = await pages.repository.commit('stg', { 'build.js': plainBuild });
  await pages.repository.push('stg');
  await pages.start();
  expect((await pages.ask('app.example.com')).body).toContain(one);
  expect(await pages.all()).toHaveLength(3);
  expect(stageOf(await pages.ended(other))).toBe('deploy success');
  await writeFile(join(pages.folder, 'go-main'), '');
  const second = await pages.ended(two);
  expect(stageOf(second)).toBe('deploy success');
  expect(await pages.log(second.id)).toContain('the build starts over');
  expect((await pages.ask('app.example.com')).body).toContain(two);
});

test('a lost or broken state is made again from the branches; lost files of a site too', async () => {
  const commit = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  await pages.start();
  await pages.ended(commit);
  const folder = join(pages.folder, 'pages');
  const losses = [
    () => rm(folder, { recursive: true }),
    () => writeFile(join(folder, 'deployments.json'), '{"deployments":'),
    () => rm(join(folder, 'sites'), { recursive: true }),
  ];
  for (const lose of losses) {
    await pages.stop();
    await lose();
    await pages.start();
    await pages.ended(commit);
    expect(await pages.all()).toHaveLength(1);
    expect((await pages.ask('app.example.com')).body).toContain(commit);
  }
});

test('a build that takes too long is ended with all that it started', async () => {
  await pages.start({ buildLimit: 3_000 });
  const script = `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
require('node:fs').writeFileSync(${JSON.stringify(join(pages.folder, 'pid'))}, String(child.pid));
setInterval(() => undefined, 1000);`;
  const commit = await pages.repository.commit('main', { 'build.js': script });
  await pages.repository.push('main');
  const failed = await pages.ended(commit);
  expect(stageOf(failed)).toBe('build failure');
  expect(await pages.log(failed.id)).toContain('npm run build took longer than 3000 ms');
  expect(await findProcess(Number(await readFile(join(pages.folder, 'pid'), 'utf8')))).toBeUndefined();
});

test('a push succeeds without a stand-in', async () => {
  await pages.start();
  await pages.stop();
  const commit = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  await pages.start();
  expect(stageOf(await pages.ended(commit))).toBe('deploy success');
});

test('a remote that is not there is said, not made', async () => {
  const remote = join(pages.folder, 'none.git');
  await pages.start({ projects: [{ name: 'front', productionBranch: 'main', domains: {}, remote }] });
  expect(pages.said.join()).toContain(remote);
  expect(await exists(remote)).toBe(false);
  expect(await pages.all()).toEqual([]);
});

test('no program to build with is a failed deployment', async () => {
  const bin = join(pages.folder, 'bin');
  await mkdir(bin);
  await symlink(await findGit(), join(bin, 'git'));
  const commit = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  await pages.start({ environment: { PATH: bin, HOME: pages.folder } });
  const failed = await pages.ended(commit);
  expect(stageOf(failed)).toBe('build failure');
  expect(await pages.log(failed.id)).toContain('npm ENOENT');
});

test('what a killed stand-in left behind is ended, and its build starts over', async () => {
  await pages.start();
  const commit = await pages.repository.commit('main', {});
  await pages.repository.push('main');
  await pages.ended(commit);
  await pages.stop();
  const log = join(pages.folder, 'left.log');
  const sleeper = { command: process.execPath, args: ['-e', 'setInterval(() => undefined, 1000)'] };
  const builder = await startDetached({
    ...sleeper,
    name: 'left',
    environment: {},
    folder: pages.folder,
    log,
  });
  const file = join(pages.folder, 'pages', 'deployments.json');
  const kept = JSON.parse(await readFile(file, 'utf8'));
  Object.assign(kept.deployments[0], { builder });
  kept.deployments[0].stages[3].status = 'active';
  await writeFile(file, JSON.stringify(kept));
  await pages.start();
  expect(await findProcess(builder.pid)).toBeUndefined();
  const again = await pages.ended(commit);
  expect(stageOf(again)).toBe('deploy success');
  expect(again.id).toBe(kept.deployments[0].id);
});

test('deletion: never what production shows, an aliased preview by force only', async () => {
  await pages.start();
  const { deployments } = pages.client().pages.projects;
  const one = await pages.repository.commit('stg', {});
  await pages.repository.push('stg');
  const first = await pages.ended(one);
  await expect(deployments.delete(first.id, where)).rejects.toMatchObject({
    errors: [expect.objectContaining({ code: 8000035 })],
  });
  expect(await deployments.delete(first.id, { ...where, force: true })).toBeNull();
  await expect(deployments.get(first.id, where)).rejects.toMatchObject({ status: 404 });
  expect((await pages.ask('app-stg.example.com')).status).toBe(404);
  expect(await readdir(join(pages.folder, 'pages', 'sites'))).toEqual([]);
});

test('who may ask, what is there, and how a list is paged', async () => {
  await pages.start();
  const projects = pages.client().pages.projects;
  const refused = { status: 403, errors: [{ code: 10000, message: 'Authentication error' }] };
  await expect(pages.client('wrong').pages.projects.get('front', { account_id })).rejects.toMatchObject(
    refused,
  );
  await expect(projects.get('front', { account_id: 'another' })).rejects.toMatchObject(refused);
  await expect(projects.get('none', { account_id })).rejects.toMatchObject({
    status: 404,
    errors: [expect.objectContaining({ code: 8000007 })],
  });
  await expect(projects.deployments.get('none', where)).rejects.toMatchObject({
    status: 404,
    errors: [expect.objectContaining({ code: 8000009 })],
  });
  const listed = await projects.list({ account_id });
  expect(listed.result).toEqual([await projects.get('front', { account_id })]);

  const main = await pages.repository.commit('main', {});
  await pages.repository.commit('stg', {});
  await pages.repository.push('main', ...['a', 'b', 'c'].map((name) => `stg:${name}`));
  const page = await projects.deployments.list('front', { account_id, page: 2, per_page: 3 });
  expect(page.result_info).toMatchObject({ page: 2, per_page: 3, count: 1, total_count: 4 });
  const one = await projects.deployments.list('front', { account_id, per_page: 1 });
  const ids: string[] = [];
  for await (const each of one) ids.push(each.id);
  expect(ids).toEqual((await pages.all()).map(({ id }) => id));
  expect((await pages.all('production')).map(commitOf)).toEqual([main]);
  expect(await pages.all('preview')).toHaveLength(3);
  await expect(projects.deployments.list('front', { account_id, per_page: 26 })).rejects.toMatchObject({
    status: 400,
    errors: [expect.objectContaining({ code: 8000024 })],
  });
});
