import type { Json } from '../../model/json';
import { blocking, irreversible, type Hazard } from './danger';
import type { Created } from './created';
import { judgeCalls } from './judge-calls';
import { child, children, isNode, text, unlessOwn, type Node } from './node-fields';

/** Statements that read or write rows, by the kind of their node; one may stand in a WITH of another. */
export const ROWS: Readonly<Record<string, (node: Node, created: Created) => Hazard[]>> = {
  SelectStmt: () => [],
  CreateTableAsStmt: () => [],
  ViewStmt: () => [],
  InsertStmt: (node, { tables }) => judgeInsert(node, tables),
  UpdateStmt: (node, created) => judgeUpdate(node, created),
  MergeStmt: (node, { tables }) => judgeMerge(node, tables),
  DeleteStmt: (node, { tables }) =>
    unlessOwn(tables, child(node, 'relation'), (table) => [
      irreversible(`rows of ${table} are lost`),
      ...wholeTable(node, table),
    ]),
};

/** What a statement does to rows, with what it writes on the side and what it calls. */
export function judgeRows(kind: string, node: Node, created: Created): Hazard[] {
  const within = writesIn(node).flatMap((write) => judgeOne(write.kind, write.node, created));
  return [...judgeOne(kind, node, created), ...within, ...judgeCalls(node)];
}

function judgeOne(kind: string, node: Node, created: Created): Hazard[] {
  return ROWS[kind]?.(node, created) ?? [];
}

const WRITES = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'];

/** What `with gone as (delete …)` writes, wherever in a statement it stands. */
function writesIn(value: Json): { readonly kind: string; readonly node: Node }[] {
  if (Array.isArray(value)) return value.flatMap(writesIn);
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([kind, node]) => [
    ...(WRITES.includes(kind) && isNode(node) ? [{ kind, node }] : []),
    ...writesIn(node),
  ]);
}

function judgeInsert(node: Node, tables: ReadonlySet<string>): Hazard[] {
  const clash = child(node, 'onConflictClause');
  if (text(clash, 'action') !== 'ONCONFLICT_UPDATE') return [];
  return unlessOwn(tables, child(node, 'relation'), (table) => [
    irreversible(`what was in ${columnsOf(clash, table)} is lost where there was a row already`),
  ]);
}

function judgeUpdate(node: Node, { tables, columns }: Created): Hazard[] {
  return unlessOwn(tables, child(node, 'relation'), (table) => {
    const isFilling = targetsOf(node).every((column) => columns.has(`${table}.${column}`));
    return [
      ...(isFilling ? [] : [irreversible(`what was in ${columnsOf(node, table)} is lost`)]),
      ...wholeTable(node, table),
    ];
  });
}

function judgeMerge(node: Node, tables: ReadonlySet<string>): Hazard[] {
  const acts = children(node, 'mergeWhenClauses').map((each) =>
    text(child(each, 'MergeWhenClause'), 'commandType'),
  );
  return unlessOwn(tables, child(node, 'relation'), (table) => [
    ...(acts.includes('CMD_DELETE') ? [irreversible(`rows of ${table} are lost`)] : []),
    ...(acts.includes('CMD_UPDATE') ? [irreversible(`what was in rows of ${table} is lost`)] : []),
  ]);
}

function targetsOf(node: Node): string[] {
  return children(node, 'targetList').map((each) => text(child(each, 'ResTarget'), 'name'));
}

function columnsOf(node: Node, table: string): string {
  return targetsOf(node)
    .map((column) => `${table}.${column}`)
    .join(', ');
}

function wholeTable(node: Node, table: string): Hazard[] {
  return node['whereClause'] === undefined ? [blocking(`locks every row of ${table}`)] : [];
}
