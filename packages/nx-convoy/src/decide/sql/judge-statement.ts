import type { SqlStatement } from '../../model/sql-statement';
import { blocking, breaking, irreversible, type Hazard } from './danger';
import { judgeAlterTable } from './judge-alter-table';
import { judgeDrop } from './judge-drop';
import { child, children, isSet, relationName, text, type Node } from './node-fields';

/** What the migration itself has made before a statement. */
export interface Created {
  readonly tables: Set<string>;
  /** `table.column` */
  readonly columns: Set<string>;
}

/** Kinds that neither hold anything for long nor take anything away. */
const SAFE = new Set([
  'CreateStmt',
  'CreateTableAsStmt',
  'CreateSchemaStmt',
  'CreateSeqStmt',
  'CreateEnumStmt',
  'CompositeTypeStmt',
  'CreateDomainStmt',
  'CreateExtensionStmt',
  'CreateStatsStmt',
  'ViewStmt',
  'CommentStmt',
  'InsertStmt',
  'SelectStmt',
  'VariableSetStmt',
  'TransactionStmt',
]);

type Judge = (node: Node, created: Created) => Hazard[];

const JUDGES: Readonly<Record<string, Judge>> = {
  AlterTableStmt: (node, { tables }) =>
    unlessOwn(tables, child(node, 'relation'), () => judgeAlterTable(node)),
  IndexStmt: (node, { tables }) =>
    isSet(node, 'concurrent')
      ? []
      : unlessOwn(tables, child(node, 'relation'), (table) => [
          blocking(`nobody writes ${table} while the index is made`),
        ]),
  DropStmt: (node, { tables }) => judgeDrop(node, tables),
  RenameStmt: (node) => judgeRename(node),
  TruncateStmt: (node, { tables }) =>
    children(node, 'relations').flatMap((each) =>
      unlessOwn(tables, child(each, 'RangeVar'), (table) => [
        irreversible(`all rows of ${table} are lost`),
        blocking(`holds ${table}`),
      ]),
    ),
  DeleteStmt: (node, { tables }) =>
    unlessOwn(tables, child(node, 'relation'), (table) => [
      irreversible(`rows of ${table} are lost`),
      ...wholeTable(node, table),
    ]),
  UpdateStmt: (node, created) => judgeUpdate(node, created),
  GrantStmt: (node) => (isSet(node, 'is_grant') ? [] : [breaking('takes a right away')]),
  CreateFunctionStmt: (node) =>
    isSet(node, 'replace') ? [breaking('replaces a function that live code may call')] : [],
  CreateTrigStmt: (node, { tables }) =>
    unlessOwn(tables, child(node, 'relation'), (table) => [
      breaking(`changes what writing ${table} does`, table),
    ]),
  AlterEnumStmt: (node) => (text(node, 'oldVal') === '' ? [] : [breaking('renames a value')]),
  RefreshMatViewStmt: (node) =>
    isSet(node, 'concurrent')
      ? []
      : [blocking(`nobody reads ${relationName(child(node, 'relation'))} meanwhile`)],
  VacuumStmt: (node) => (isFull(node) ? [blocking('writes the table anew')] : []),
  ClusterStmt: () => [blocking('writes the table anew')],
  RepackStmt: () => [blocking('writes the table anew')],
  LockStmt: () => [blocking('holds a table until the end of the migration')],
  ReindexStmt: (node) =>
    hasOption(node, 'params', 'concurrently') ? [] : [blocking('nobody writes the table meanwhile')],
};

/** What a statement may do. A kind that is not known, and what cannot be read, counts as breaking. */
export function judgeStatement({ kind, node, text: sql }: SqlStatement, created: Created): Hazard[] {
  if (SAFE.has(kind)) return [];
  const judge = Object.hasOwn(JUDGES, kind) ? JUDGES[kind] : undefined;
  if (judge !== undefined) return judge(node, created);
  const said =
    kind === 'dynamic'
      ? 'is only made when it runs'
      : kind === 'unreadable'
        ? 'cannot be read'
        : 'is not known';
  return [breaking(`“${sql.slice(0, 40)}” ${said}, so it counts as breaking`)];
}

function unlessOwn(
  tables: ReadonlySet<string>,
  relation: Node,
  judge: (table: string) => Hazard[],
): Hazard[] {
  const table = relationName(relation);
  return tables.has(table) ? [] : judge(table);
}

function judgeUpdate(node: Node, { tables, columns }: Created): Hazard[] {
  return unlessOwn(tables, child(node, 'relation'), (table) => {
    const targets = children(node, 'targetList').map((each) => text(child(each, 'ResTarget'), 'name'));
    const isFilling = targets.every((column) => columns.has(`${table}.${column}`));
    return [
      ...(isFilling
        ? []
        : [irreversible(`what was in ${targets.map((column) => `${table}.${column}`).join(', ')} is lost`)]),
      ...wholeTable(node, table),
    ];
  });
}

function wholeTable(node: Node, table: string): Hazard[] {
  return node['whereClause'] === undefined ? [blocking(`locks every row of ${table}`)] : [];
}

const INTERNAL = new Set(['OBJECT_INDEX', 'OBJECT_TABCONSTRAINT']);

function judgeRename(node: Node): Hazard[] {
  if (INTERNAL.has(text(node, 'renameType'))) return [];
  const table = relationName(child(node, 'relation'));
  const old = text(node, 'subname') === '' ? table : text(node, 'subname');
  return [breaking(`renames ${old} to ${text(node, 'newname')}`, ...new Set([table, old].filter(Boolean)))];
}

function isFull(node: Node): boolean {
  return hasOption(node, 'options', 'full');
}

function hasOption(node: Node, list: string, name: string): boolean {
  return children(node, list).some((each) => text(child(each, 'DefElem'), 'defname') === name);
}
