import type { SqlStatement } from '../../model/sql-statement';
import { blocking, breaking, irreversible, type Hazard } from './danger';
import { judgeAlterTable } from './judge-alter-table';
import { judgeDrop } from './judge-drop';
import type { Created } from './created';
import { judgeRows, ROWS } from './judge-rows';
import { child, children, isSet, relationName, text, unlessOwn, type Node } from './node-fields';

/** Kinds that neither hold anything for long nor take anything away. */
const SAFE = new Set([
  'CreateSchemaStmt',
  'CreateSeqStmt',
  'CreateEnumStmt',
  'CompositeTypeStmt',
  'CreateDomainStmt',
  'CreateExtensionStmt',
  'CreateStatsStmt',
  'CommentStmt',
  'VariableSetStmt',
  'TransactionStmt',
]);

type Judge = (node: Node, created: Created) => Hazard[];

const JUDGES: Readonly<Record<string, Judge>> = {
  CreateStmt: (node) =>
    node['partbound'] === undefined
      ? []
      : children(node, 'inhRelations').map((each) =>
          blocking(`holds ${relationName(child(each, 'RangeVar'))} while the partition is added`),
        ),
  AlterTableStmt: (node, { tables }) =>
    unlessOwn(tables, child(node, 'relation'), () => judgeAlterTable(node)),
  IndexStmt: (node, { tables }) =>
    isSet(node, 'concurrent')
      ? []
      : unlessOwn(tables, child(node, 'relation'), (table) => [
          blocking(`nobody writes ${table} while the index is made`),
        ]),
  DropStmt: (node, { tables }) => judgeDrop(node, tables),
  DropOwnedStmt: () => [breaking('drops all that a role owns'), irreversible('what is in it is lost')],
  DropdbStmt: () => [breaking('drops a database'), irreversible('what is in it is lost')],
  RenameStmt: (node, { tables }) =>
    tables.has(relationName(child(node, 'relation'))) ? [] : judgeRename(node),
  TruncateStmt: (node, { tables }) =>
    children(node, 'relations').flatMap((each) =>
      unlessOwn(tables, child(each, 'RangeVar'), (table) => [
        irreversible(`all rows of ${table} are lost`),
        blocking(`holds ${table}`),
      ]),
    ),
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
  if (kind in ROWS) return judgeRows(kind, node, created);
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
