import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the folder `.convoy`, invisible to git and to whoever looks for projects in what git sees. */
export async function openHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  try {
    await writeFile(join(home, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}
