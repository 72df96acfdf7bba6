import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from './manifest';
import { makeScratchFolder, type ScratchFolder } from './testing/scratch-folder';

let folder: ScratchFolder;
beforeAll(async () => {
  folder = await makeScratchFolder();
});
afterAll(async () => folder.remove());

async function readText(text: string): Promise<unknown> {
  const file = join(folder.path, 'repos.json');
  await writeFile(file, text);
  return readManifest(file);
}

test('comments and trailing commas are allowed', async () => {
  const text = '{ // ours\n "environments": {}, "repos": {}, }';
  await expect(readText(text)).resolves.toEqual({ environments: {}, repos: {} });
});

test.each([
  ['{', 'is not JSON: CloseBraceExpected at offset 1'],
  ['{"environments":{"dev":{"account":"1","region":"r"}},"repos":{}}', 'environments.dev.account'],
])('%s is refused', async (text, message) => {
  await expect(readText(text)).rejects.toThrow(message);
});

test('a manifest that is not there says where it was looked for', async () => {
  await expect(readManifest(join(folder.path, 'none.json'))).rejects.toThrow('none.json cannot be read');
});
