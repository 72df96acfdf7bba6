import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRemotes } from './build-remotes';

/** Writes `known-commits.json`: the ids that the samples must have everywhere. To be run after a sample was changed on purpose. */
export async function writeKnownCommits(): Promise<void> {
  const remotes = await mkdtemp(join(tmpdir(), 'known-commits-'));
  try {
    const built = await buildRemotes({ remotes });
    const known = Object.fromEntries(built.map(({ repo, commits }) => [repo, commits]));
    await writeFile(join(__dirname, 'known-commits.json'), `${JSON.stringify(known, null, 2)}\n`);
  } finally {
    await rm(remotes, { recursive: true, force: true });
  }
}

if (require.main === module) void writeKnownCommits();
