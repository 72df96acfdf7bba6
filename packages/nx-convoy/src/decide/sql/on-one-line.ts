import type { Json } from '../../model/json';
import { normaliseSql } from '../../model/normalise-sql';
import type { SqlStatement } from '../../model/sql-statement';

/** The text of a statement without line breaks and comments; null: a line break stands in quotes. */
export function onOneLine({ text }: SqlStatement): string | null {
  const bare = text.replace(/;\s*$/, '');
  const line = /[\n\r]|--|\/\*/.test(bare) ? normaliseSql(bare) : bare;
  return /[\n\r]/.test(line) ? null : line;
}

/** Whether two texts are the same to PostgreSQL, wherever in them things stand. */
export function meansTheSame(one: SqlStatement, other: SqlStatement): boolean {
  return (
    one.kind === other.kind && JSON.stringify(unplaced(one.node)) === JSON.stringify(unplaced(other.node))
  );
}

function unplaced(value: Json): Json {
  if (Array.isArray(value)) return value.map(unplaced);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => !/(^|_)(location|len)$/.test(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, unplaced(field)]));
}
