import type { LiveSchema } from '../../model/live-state';
import { changed, plainChange, type Change } from './changed';

type Row = LiveSchema['migrations'][number];

/** What differs between two states of a database schema. `now` null: its function is gone. */
export function schemaDrift(before: LiveSchema, now: LiveSchema | null): Change[] {
  if (now === null) return [plainChange('the schema cannot be asked any more: its function is gone')];
  const rows = [
    ...before.migrations.flatMap((row) => rowDrift(row, rowOf(now, row.version))),
    ...now.migrations
      .filter((row) => rowOf(before, row.version) === undefined)
      .map((row) => plainChange(`migration ${title(row)} was applied by somebody else`)),
  ];
  return [...rows, ...changed('the schema is at version', [String(before.version), String(now.version)])];
}

function rowOf({ migrations }: LiveSchema, version: number): Row | undefined {
  return migrations.find((row) => row.version === version);
}

function rowDrift(before: Row, now: Row | undefined): Change[] {
  const what = `migration ${title(before)}`;
  if (now === undefined) return [plainChange(`${what} is no longer among the applied ones`)];
  return [
    ...changed(`${what} is named`, [before.name, now.name]),
    ...changed(`${what} has checksum`, [before.checksum, now.checksum], (checksum) => checksum.slice(0, 8)),
    ...changed(`${what} was applied at`, [before.appliedAt, now.appliedAt]),
  ];
}

function title({ version, name }: Row): string {
  return `${version} (${name})`;
}
