import { copyFile, link, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';

const AT_ONCE = 64;

/** Copies a folder by hard links: the same files under another name, in a fraction of the time. Links are made anew; across devices files are copied. */
export async function linkTree(from: string, to: string): Promise<void> {
  const files: [string, string][] = [];
  await walk(from, to, files);
  for (let start = 0; start < files.length; start += AT_ONCE) {
    await Promise.all(files.slice(start, start + AT_ONCE).map(([source, target]) => linkOrCopy(source, target)));
  }
}

async function walk(from: string, to: string, files: [string, string][]): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await walk(source, target, files);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else files.push([source, target]);
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause) || (cause.code !== 'EXDEV' && cause.code !== 'EMLINK' && cause.code !== 'EPERM')) throw cause;
    await copyFile(source, target);
  }
}
