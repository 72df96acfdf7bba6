import type { SqlStatement } from '../../model/sql-statement';
import { isSet, text } from './node-fields';

/** Kinds that act on the whole server, or on what all its databases share. */
const OF_THE_SERVER = new Set([
  'CreateRoleStmt',
  'AlterRoleStmt',
  'AlterRoleSetStmt',
  'DropRoleStmt',
  'GrantRoleStmt',
  'ReassignOwnedStmt',
  'DropOwnedStmt',
  'CreatedbStmt',
  'DropdbStmt',
  'AlterDatabaseStmt',
  'AlterDatabaseSetStmt',
  'AlterDatabaseRefreshCollStmt',
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
]);

/** Whether a statement, or one within it, changes more than the database that it runs in: roles, other databases, the server, files. */
export function reachesBeyond(statement: SqlStatement): boolean {
  const { kind, node, inner } = statement;
  if (inner != null) return inner.some(reachesBeyond);
  if (kind === 'RenameStmt') return ['OBJECT_ROLE', 'OBJECT_DATABASE'].includes(text(node, 'renameType'));
  if (kind === 'CopyStmt') return isSet(node, 'is_program') || text(node, 'filename') !== '';
  return OF_THE_SERVER.has(kind);
}
