import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFastImport } from './fast-import-stream';
import { historySchema, type History } from './history';
import { readSnapshots } from './read-snapshots';
import { runGit } from './run-git';

/** A bare remote: the ids of its commits by their names in `history.json`, and of its refs. */
export interface BuiltRemote {
  readonly repo: string;
  readonly path: string;
  readonly commits: Readonly<Record<string, string>>;
  readonly refs: Readonly<Record<string, string>>;
}

/** Builds `<remotes>/<repo>.git` from the sample in `folder`, in place of what is there. */
export async function buildRemote(repo: string, folder: string, remotes: string): Promise<BuiltRemote> {
  const history = historySchema.parse(JSON.parse(await readFile(join(folder, 'history.json'), 'utf8')));
  const { stream, marks } = writeFastImport(history, await readSnapshots(folder, history));
  const path = join(remotes, `${repo}.git`);
  const ids = await buildBare(path, async (unfinished) => importMarks(unfinished, stream));
  const commits = Object.fromEntries([...marks].map(([name, mark]) => [name, ids.get(mark) ?? '']));
  return { repo, path, commits, refs: resolveRefs(history, commits) };
}

/** Makes a bare repository with nothing in it, in place of what is there. */
export async function buildEmptyRemote(path: string): Promise<void> {
  await buildBare(path, async () => undefined);
}

async function buildBare<T>(path: string, fill: (unfinished: string) => Promise<T>): Promise<T> {
  // Under its final name only when it is whole: a build that was interrupted is never taken for a remote.
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await runGit(unfinished, [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    '--initial-branch=main',
    '--object-format=sha1',
  ]);
  // As at the usual hosts: any commit that is there can be fetched by its id.
  await runGit(unfinished, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  await runGit(unfinished, ['config', 'gc.auto', '0']);
  await mkdir(join(unfinished, 'hooks'), { recursive: true });
  const filled = await fill(unfinished);
  await rm(path, { recursive: true, force: true });
  await rename(unfinished, path);
  return filled;
}

async function importMarks(folder: string, stream: Buffer): Promise<Map<number, string>> {
  const exported = join(folder, 'import-marks');
  await runGit(folder, ['fast-import', '--quiet', '--done', `--export-marks=${exported}`], stream);
  const lines = (await readFile(exported, 'utf8')).trim().split('\n');
  await rm(exported);
  return new Map(
    lines.map((line) => {
      const [mark, id] = line.split(' ');
      return [Number(mark?.slice(1)), id ?? ''];
    }),
  );
}

function resolveRefs(history: History, commits: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(history.refs).map(([ref, name]) => [ref, commits[name] ?? '']));
}
