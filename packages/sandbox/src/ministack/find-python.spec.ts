import { chmod, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { SandboxError } from '../sandbox-error';
import { makeScratchFolder, type ScratchFolder } from '../testing/scratch-folder';
import { findPython } from './find-python';

let folder: ScratchFolder;
beforeEach(async () => {
  folder = await makeScratchFolder();
});
afterEach(async () => folder.remove());

/** A program that answers as a Python of this version would. */
async function plantPython(name: string, version: number[], canMakeVenv = true): Promise<string> {
  const program = join(folder.path, name);
  const answer = JSON.stringify({ executable: program, version, canMakeVenv });
  await writeFile(program, `#!${process.execPath}\nconsole.log(${JSON.stringify(answer)});\n`);
  await chmod(program, 0o755);
  return program;
}

async function refusal(environment: NodeJS.ProcessEnv): Promise<SandboxError> {
  const error: unknown = await findPython(environment).catch((thrown: unknown) => thrown);
  if (error instanceof SandboxError) return error;
  throw new TypeError('it was not refused');
}

test('none at all: says what is needed and how to get it', async () => {
  const error = await refusal({ PATH: folder.path });
  expect(error.message).toBe(
    'The sandbox needs Python 3.10 or newer for the AWS emulator. There is none on the PATH.',
  );
  expect(error.remedy).toContain('apt-get install python3 python3-venv');
  expect(error.remedy).toContain('CONVOY_PYTHON=/path/to/python3 nx run sandbox:up');
});

test('too old: says which version it found', async () => {
  await plantPython('python3', [3, 9, 18]);
  await plantPython('python', [2, 7, 18]);
  const error = await refusal({ PATH: folder.path });
  expect(error.message).toContain('python3: is 3.9.18, too old');
  expect(error.message).toContain('python: is 2.7.18, too old');
});

test('without venv (Debian without python3-venv): says so', async () => {
  await plantPython('python3', [3, 11, 2], false);
  expect((await refusal({ PATH: folder.path })).message).toContain('python3: 3.11.2 has no venv module');
});

test('a newer one beside an old python3 is found', async () => {
  await plantPython('python3', [3, 8, 10]);
  const newer = await plantPython('python3.12', [3, 12, 1]);
  await expect(findPython({ PATH: folder.path })).resolves.toEqual({ executable: newer, version: '3.12.1' });
});

test('CONVOY_PYTHON is used before all others, and refused when it is no use', async () => {
  await plantPython('python3', [3, 11, 7]);
  const named = await plantPython('mine', [3, 13, 0]);
  const path = [folder.path, ''].join(delimiter);
  await expect(findPython({ PATH: path, CONVOY_PYTHON: named })).resolves.toMatchObject({
    executable: named,
  });
  const error = await refusal({ PATH: path, CONVOY_PYTHON: join(folder.path, 'none') });
  expect(error.message).toContain('none: cannot be run');
});
