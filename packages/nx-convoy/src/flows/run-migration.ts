import type { ScriptFailure } from '../decide/trial/trial-end';
import { needsNoTransaction } from '../decide/sql/needs-no-transaction';
import type { ScratchDatabase } from '../effects/scratch-databases-port';
import type { SqlStatement } from '../model/sql-statement';
import type { World } from './world';

/** A file of a migration as its function would run it. */
export interface Script {
  readonly file: string;
  readonly text: string;
}

export interface Running {
  /** First line of a file that runs outside a transaction; null: none is declared. */
  readonly mark: string | null;
  readonly scratch: ScratchDatabase;
}

/** Runs a file in one transaction, or in none where it is marked so; where no mark is declared, where PostgreSQL refuses one of its statements in one. Null: it worked. */
export async function runMigration(
  { file, text }: Script,
  { mark, scratch }: Running,
  world: World,
): Promise<ScriptFailure | null> {
  const statements = await world.sql.parse(text);
  const isAlone =
    mark === null ? statements.some(needsNoTransaction) : text.split('\n', 1)[0]?.trim() === mark;
  const outcome = await scratch.run({
    statements: statements.map((each) => each.text),
    inTransaction: !isAlone,
  });
  if (outcome.type === 'done') return null;
  const statement = statements[outcome.statement];
  return {
    file,
    line: statement === undefined ? lastLine(statements) : lineOf(statement, outcome.position),
    statement: statement?.text ?? '',
    message: outcome.message,
  };
}

/** PostgreSQL counts characters of the statement. */
function lineOf({ line, text }: SqlStatement, position: number | null): number {
  return position === null
    ? line
    : line +
        Array.from(text)
          .slice(0, position - 1)
          .filter((each) => each === '\n').length;
}

function lastLine(statements: readonly SqlStatement[]): number {
  const last = statements.at(-1);
  return last === undefined ? 1 : last.line + last.text.split('\n').length - 1;
}
