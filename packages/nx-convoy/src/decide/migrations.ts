import type { LiveSchema } from '../model/live-state';
import { normaliseSql } from '../model/normalise-sql';
import { createHash } from 'node:crypto';

export interface MigrationFile {
  readonly version: number;
  /** File name without number and extension: `create_users`. */
  readonly name: string;
  readonly file: string;
  readonly checksum: string;
  readonly reversible: boolean;
}

const FORWARD = /^V(\d+)__(.+)\.sql$/;

/** The migrations of a folder's files at a commit, by version. */
export function readMigrations(files: readonly { path: string; text: string }[]): MigrationFile[] {
  const names = new Set(files.map((file) => baseName(file.path)));
  return files
    .flatMap((file) => {
      const match = FORWARD.exec(baseName(file.path));
      if (match?.[1] === undefined || match[2] === undefined) return [];
      const checksum = createHash('sha256').update(normaliseSql(file.text)).digest('hex');
      const reversible = names.has(`U${match[1]}__${match[2]}.sql`);
      return [{ version: Number(match[1]), name: match[2], file: baseName(file.path), checksum, reversible }];
    })
    .sort((left, right) => left.version - right.version);
}

export interface SchemaComparison {
  readonly pending: readonly MigrationFile[];
  /** Applied, but edited since. */
  readonly edited: readonly MigrationFile[];
  /** Applied, but unknown at the pin. */
  readonly foreign: readonly { version: number; name: string }[];
}

/** Migrations at the pin against what the database says was applied; null: nothing is applied yet. */
export function compareSchema(wanted: readonly MigrationFile[], live: LiveSchema | null): SchemaComparison {
  const applied = new Map((live?.migrations ?? []).map((migration) => [migration.version, migration]));
  const known = new Set(wanted.map((migration) => migration.version));
  return {
    pending: wanted.filter((migration) => !applied.has(migration.version)),
    edited: wanted.filter((migration) => {
      const row = applied.get(migration.version);
      return row !== undefined && row.checksum !== migration.checksum;
    }),
    foreign: [...applied.values()].filter((row) => !known.has(row.version)),
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
