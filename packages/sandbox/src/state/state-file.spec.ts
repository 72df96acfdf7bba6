import { readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readManifest } from '../manifest';
import { placesOf } from '../places';
import { makeScratchFolder, type ScratchFolder } from '../testing/scratch-folder';
import { chooseState, refreshState } from './new-state';
import { sandboxStateSchema } from './sandbox-state';
import { readState, writeState } from './state-file';

const manifestFile = join(__dirname, '..', '..', '..', '..', 'repos.json');
let folder: ScratchFolder;
beforeEach(async () => {
  folder = await makeScratchFolder();
});
afterEach(async () => folder.remove());

test('a new state is complete, and read back as it was written', async () => {
  const places = placesOf(folder.path);
  const state = await chooseState(places, await readManifest(manifestFile));
  expect(sandboxStateSchema.parse(state)).toEqual(state);
  expect(state.awsAccessKeyId).toBe('533267024692');
  expect(state.gitRewrites).toEqual({ 'git@github.com:assurex/': join(places.remotes, '/') });
  expect(state.postgres.databases).toEqual({ dev: 'assurex_dev', preprod: 'assurex_preprod' });
  expect(state.variables['CLOUDFLARE_ACCOUNT_ID']).toMatch(/^[0-9a-f]{32}$/);
  await writeState(places, state);
  expect(await readState(places)).toEqual(state);
});

test('only its owner may read it, and no draft is left beside it', async () => {
  const places = placesOf(folder.path);
  await writeState(places, await chooseState(places, await readManifest(manifestFile)));
  expect((await stat(places.state)).mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(places.state))).toEqual(['sandbox.json']);
});

test('ports and secrets are kept, paths follow the checkout', async () => {
  const manifest = await readManifest(manifestFile);
  const first = await chooseState(placesOf(folder.path), manifest);
  const moved = refreshState(placesOf('/elsewhere'), manifest, first);
  expect(moved.proxy).toBe(first.proxy);
  expect(moved.variables).toEqual(first.variables);
  expect(moved.postgres.password).toBe(first.postgres.password);
  expect(moved.home).toBe(placesOf('/elsewhere').home);
});

test('a broken file names what is wrong and the way out', async () => {
  const places = placesOf(folder.path);
  expect(await readState(places)).toBeUndefined();
  await writeState(places, await chooseState(places, await readManifest(manifestFile)));
  await writeFile(places.state, '{"version":2}');
  await expect(readState(places)).rejects.toMatchObject({
    message: expect.stringContaining('version') as string,
    remedy: expect.stringContaining('delete that file') as string,
  });
});
