import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { entryPath } from '../model/entry-path';
import { textOf } from '../model/entry-text';
import { byTime } from '../model/entry-time';
import { outboxCorrupt } from '../model/lock-errors';
import { ledgerEntrySchema, type LedgerEntry, type WorldName } from '../model/receipt';
import { errorCode } from './error-code';
import { openHome } from './open-home';
import type { Outbox } from './ports';
import { writeFileAtomically } from './write-file-atomically';

export interface OutboxOptions {
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  readonly world: WorldName;
}

/** Entries that wait to be delivered, as files below `.convoy/outbox/<world>/<environment>/`: one an entry, and each once. */
export function createOutbox({ home, world }: OutboxOptions): Outbox {
  const folder = (environment: string): string =>
    join(home, 'outbox', world, encodeURIComponent(environment));
  const fileOf = (environment: string, entry: LedgerEntry): string =>
    join(folder(environment), encodeURIComponent(entryPath(entry)));
  return {
    keep: async (environment, entries) => {
      await openHome(home);
      for (const entry of entries) await writeFileAtomically(fileOf(environment, entry), textOf(entry));
    },
    pending: async (environment) => {
      const paths = (await namesIn(folder(environment))).map((name) => join(folder(environment), name));
      const entries = await Promise.all(paths.map((path) => readEntry(path, { home, world, environment })));
      return entries.sort(byTime);
    },
    forget: async (environment, entries) => {
      await Promise.all(entries.map((entry) => rm(fileOf(environment, entry), { force: true })));
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    // What was being written when its process died ends otherwise.
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return [];
    throw cause;
  }
}

async function readEntry(
  path: string,
  expected: OutboxOptions & { readonly environment: string },
): Promise<LedgerEntry> {
  const shown = join('.convoy', relative(expected.home, path));
  const entry = ledgerEntrySchema.safeParse(parsed(await readFile(path, 'utf8'), shown));
  if (!entry.success) {
    const [issue] = entry.error.issues;
    throw outboxCorrupt(shown, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { world, environment } = entry.data;
  if (world !== expected.world || environment !== expected.environment)
    throw outboxCorrupt(shown, `it belongs to ${world}/${environment}`);
  return entry.data;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw outboxCorrupt(path, `it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
