import { lstat } from 'node:fs/promises';

/** Whether something stands at the path, be it a link that leads nowhere. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
