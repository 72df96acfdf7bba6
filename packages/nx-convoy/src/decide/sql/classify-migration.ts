import { unreachable } from '../../model/unreachable';
import type { SqlStatement } from '../../model/sql-statement';
import type { Danger, Hazard } from './danger';
import type { Created } from './created';
import { droppedNames } from './judge-drop';
import { judgeStatement } from './judge-statement';
import { child, children, isSet, relationName, text, type Node } from './node-fields';

export interface Classified {
  readonly statement: SqlStatement;
  /** Empty: it is safe. */
  readonly hazards: readonly Hazard[];
}

/** What each statement of a migration may do, in order. What it has made itself nobody uses yet, so that only the first statement on it counts. */
export function classifyMigration(statements: readonly SqlStatement[]): Classified[] {
  const created: Created = { tables: new Set(), columns: new Set() };
  return statements.flatMap((statement) => classify(statement, created));
}

/** Dangers of all hazards, each once, the worst first. */
export function dangersOf(hazards: readonly Hazard[]): Danger[] {
  const found = new Set(hazards.map(({ danger }) => danger));
  return [...found].sort((left, right) => weight(right) - weight(left));
}

function classify(statement: SqlStatement, created: Created): Classified[] {
  if (statement.inner != null) return statement.inner.flatMap((each) => classify(each, created));
  const hazards = judgeStatement(statement, created);
  remember(statement, created);
  return statement.isExpression === true && hazards.length === 0 ? [] : [{ statement, hazards }];
}

/** Not what may have been there already: `IF NOT EXISTS` leaves it, with what is in it. */
function remember({ kind, node }: SqlStatement, { tables, columns }: Created): void {
  const into = { CreateStmt: child(node, 'relation'), CreateTableAsStmt: child(child(node, 'into'), 'rel') };
  if (kind === 'CreateStmt' || kind === 'CreateTableAsStmt') {
    if (!isSet(node, 'if_not_exists')) tables.add(relationName(into[kind]));
  }
  if (kind === 'RenameStmt') rememberName(node, tables);
  if (kind === 'DropStmt') for (const name of droppedNames(node)) tables.delete(name);
  if (kind !== 'AlterTableStmt') return;
  const table = relationName(child(node, 'relation'));
  for (const each of children(node, 'cmds')) {
    const action = child(each, 'AlterTableCmd');
    if (text(action, 'subtype') !== 'AT_AddColumn' || isSet(action, 'missing_ok')) continue;
    columns.add(`${table}.${text(child(child(action, 'def'), 'ColumnDef'), 'colname')}`);
  }
}

/** A table that was renamed is the same table, and its old name is free: somebody's or nobody's. */
function rememberName(node: Node, tables: Set<string>): void {
  const relation = child(node, 'relation');
  if (text(node, 'renameType') !== 'OBJECT_TABLE' || !tables.delete(relationName(relation))) return;
  tables.add(relationName({ ...relation, relname: text(node, 'newname') }));
}

function weight(danger: Danger): number {
  switch (danger) {
    case 'blocking':
      return 1;
    case 'irreversible':
      return 2;
    case 'breaking':
      return 3;
    default:
      return unreachable(danger);
  }
}
