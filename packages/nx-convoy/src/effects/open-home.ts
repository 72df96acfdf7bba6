import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code';

/** Makes the folder `.convoy`, invisible to git and to whoever looks for projects in what git sees. */
export async function openHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  try {
    await writeFile(join(home, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw cause;
  }
}
