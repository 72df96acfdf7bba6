import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findLoss } from './find-loss';
import { readManifest } from './manifest';
import { placesOf, type Places } from './places';
import { chooseState } from './state/new-state';
import type { SandboxState } from './state/sandbox-state';
import { makeScratchFolder, type ScratchFolder } from './testing/scratch-folder';

let folder: ScratchFolder;
let places: Places;
let state: SandboxState;
beforeEach(async () => {
  folder = await makeScratchFolder();
  places = placesOf(folder.path);
  state = await chooseState(places, await readManifest(join(__dirname, '..', '..', '..', 'repos.json')));
});
afterEach(async () => folder.remove());

async function build(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
  }
}
const whole = (): string[] => [
  places.ministack.state,
  places.postgres.ready,
  places.ledgerRemote,
  places.complete,
];

test('nothing there yet: nothing lost', async () => {
  expect(await findLoss(places, undefined)).toBeUndefined();
});

test('stopped cleanly: nothing lost', async () => {
  await build(...whole());
  expect(await findLoss(places, state)).toBeUndefined();
});

test('the emulator left its pid file behind: it was killed', async () => {
  await build(...whole(), join(places.ministack.temporary, 'ministack-4566.pid'));
  expect(await findLoss(places, state)).toContain('The AWS emulator was killed');
});

test('one part was deleted: the others do not fit it any more', async () => {
  await build(...whole());
  await rm(places.postgres.ready);
  expect(await findLoss(places, state)).toContain('a part of it was deleted');
});

test('the first up was cut short', async () => {
  await build(places.ministack.state);
  expect(await findLoss(places, state)).toContain('never finished');
});

test('ports and secrets are gone: what was deployed holds the old ones', async () => {
  await build(...whole());
  expect(await findLoss(places, undefined)).toContain('ports and secrets');
});
