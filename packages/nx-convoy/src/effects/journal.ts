import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../model/json';
import { errorCode } from './error-code';
import { holdLock } from './hold-lock';
import { openHome } from './open-home';
import type { Journal } from './ports';
import { writeFileAtomically } from './write-file-atomically';

export interface JournalOptions {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
}

/** Notes as files, one per key, so that tasks in processes of their own never meet. */
export function createJournal({ home }: JournalOptions): Journal {
  const folder = (run: string): string => join(home, 'runs', run);
  return {
    note: async (run, key, value) => {
      await openHome(home);
      await writeFileAtomically(join(folder(run), `${encodeURIComponent(key)}.json`), JSON.stringify(value));
    },
    notes: async (run) =>
      new Map(await Promise.all((await names(folder(run))).map((name) => readNote(folder(run), name)))),
    report: async (run, report) => {
      await openHome(home);
      await writeFileAtomically(join(home, 'runs', `${run}.json`), `${JSON.stringify(report, null, 2)}\n`);
      return `.convoy/runs/${run}.json`;
    },
    alone: async (run, work) => {
      await openHome(home);
      return holdLock(join(home, 'locks', run), work);
    },
  };
}

async function names(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return [];
    throw cause;
  }
}

async function readNote(folder: string, name: string): Promise<[string, Json]> {
  const text = await readFile(join(folder, name), 'utf8');
  return [decodeURIComponent(name.slice(0, -'.json'.length)), JSON.parse(text) as Json];
}
