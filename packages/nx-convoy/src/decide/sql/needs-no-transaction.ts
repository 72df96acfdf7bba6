import type { SqlStatement } from '../../model/sql-statement';
import { child, children, isSet, text, type Node } from './node-fields';

type Judge = (node: Node) => boolean;
const concurrently: Judge = (node) => isSet(node, 'concurrent');

const ALONE: Readonly<Record<string, Judge>> = {
  IndexStmt: concurrently,
  DropStmt: concurrently,
  ReindexStmt: (node) =>
    children(node, 'params').some((each) => text(child(each, 'DefElem'), 'defname') === 'concurrently'),
  VacuumStmt: (node) => isSet(node, 'is_vacuumcmd'),
  AlterSystemStmt: () => true,
  CreatedbStmt: () => true,
  DropdbStmt: () => true,
  CreateTableSpaceStmt: () => true,
  DropTableSpaceStmt: () => true,
};

/** Whether PostgreSQL refuses the statement within a transaction. */
export function needsNoTransaction({ kind, node }: SqlStatement): boolean {
  return Object.hasOwn(ALONE, kind) && ALONE[kind]?.(node) === true;
}
