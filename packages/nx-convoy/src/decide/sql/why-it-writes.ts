import type { Json } from '../../model/json';
import type { SqlStatement } from '../../model/sql-statement';
import { child, children, isNode, text, type Node } from './node-fields';

const WRITING = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'intoClause']);

/**
 * Why a statement is not let through to a session that may only read; null: it plainly reads. What a function does cannot be seen here: the server
 * refuses it within a transaction that may only read.
 */
export function whyItWrites({ kind, node }: SqlStatement): string | null {
  switch (kind) {
    case 'SelectStmt':
      return writesWithin(node) ? 'it writes' : null;
    case 'VariableShowStmt':
      return null;
    case 'ExplainStmt':
      return isAnalyzed(node) ? whyItWrites(queryOf(node)) : null;
    case 'unreadable':
      return 'PostgreSQL cannot read it';
    case 'VariableSetStmt':
    case 'TransactionStmt':
    case 'DiscardStmt':
      return 'it changes the session';
    default:
      return 'it is no plain question';
  }
}

/** A part may write where the whole reads: `with gone as (delete …) select …`. */
function writesWithin(value: Json): boolean {
  if (Array.isArray(value)) return value.some(writesWithin);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, field]) => WRITING.has(name) || writesWithin(field));
}

/** It runs what it explains. */
function isAnalyzed(node: Node): boolean {
  return children(node, 'options').some((each) => text(child(each, 'DefElem'), 'defname') === 'analyze');
}

function queryOf(node: Node): SqlStatement {
  const [kind = '', query] = Object.entries(child(node, 'query'))[0] ?? [];
  return { kind, node: isNode(query) ? query : {}, text: '', line: 1 };
}
