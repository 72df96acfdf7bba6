import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildEmptyRemote, buildRemote, type BuiltRemote } from './build-remote';

export interface BuildRemotesOptions {
  /** Where the bare repositories go: `<repo>.git` for each sample, and an empty `ledger.git`. What is there is replaced. */
  readonly remotes: string;
  /** Folder of the samples, by default those that come with the sandbox. */
  readonly samples?: string;
}

const SAMPLES = join(__dirname, '..', '..', 'sample-repos');

/** Builds the remotes of the sandbox. Commit ids are the same on every machine. */
export async function buildRemotes({
  remotes,
  samples = SAMPLES,
}: BuildRemotesOptions): Promise<BuiltRemote[]> {
  const folders = (await readdir(samples, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).sort();
  const built: BuiltRemote[] = [];
  for (const name of names) built.push(await buildRemote(name, join(samples, name), remotes));
  await buildEmptyRemote(join(remotes, 'ledger.git'));
  return built;
}
