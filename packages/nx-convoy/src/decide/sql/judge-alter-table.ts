import { blocking, breaking, irreversible, type Hazard } from './danger';
import { child, children, isSet, names, relationName, text, type Node } from './node-fields';

/** What each action of an ALTER TABLE may do; an action that is not known counts as breaking. */
export function judgeAlterTable(node: Node): Hazard[] {
  const table = relationName(child(node, 'relation'));
  if (!['OBJECT_TABLE', 'OBJECT_INDEX', 'OBJECT_MATVIEW'].includes(text(node, 'objtype')))
    return [breaking(`changes ${table}`, table)];
  return children(node, 'cmds').flatMap((each) => judgeAction(table, child(each, 'AlterTableCmd')));
}

const HARMLESS = new Set([
  'AT_DropNotNull',
  'AT_ValidateConstraint',
  'AT_DropConstraint',
  'AT_SetStatistics',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_SetStorage',
  'AT_ClusterOn',
  'AT_DropCluster',
]);

function judgeAction(table: string, action: Node): Hazard[] {
  const kind = text(action, 'subtype');
  const column = text(action, 'name');
  const place = `${table}.${column}`;
  if (HARMLESS.has(kind)) return [];
  switch (kind) {
    case 'AT_AddColumn':
      return judgeNewColumn(table, child(child(action, 'def'), 'ColumnDef'));
    case 'AT_DropColumn':
      return [breaking(`drops column ${place}`, table, column), irreversible(`what is in ${place} is lost`)];
    case 'AT_AlterColumnType':
      return [
        breaking(`changes the type of ${place}`, table, column),
        blocking(`may write ${table} anew`),
        ...(mayLose(child(child(action, 'def'), 'ColumnDef'))
          ? [irreversible(`what is in ${place} may not fit the new type`)]
          : []),
      ];
    case 'AT_SetNotNull':
      return [
        breaking(`${place} must not be null any more`, table, column),
        blocking(`reads all of ${table}`),
      ];
    case 'AT_ColumnDefault':
      return action['def'] === undefined ? [breaking(`${place} has no default any more`, table, column)] : [];
    case 'AT_AddConstraint':
      return judgeConstraint(table, child(child(action, 'def'), 'Constraint'));
    case 'AT_AddIdentity':
    case 'AT_SetTableSpace':
    case 'AT_AttachPartition':
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
      return [blocking(`holds ${table} while it works`)];
    default:
      return [breaking(`changes ${table} (${kind.replace('AT_', '')})`, table)];
  }
}

/** Functions that give every row a value of its own; those of time give one to the whole statement. */
const STEADY = new Set([
  'now',
  'current_timestamp',
  'transaction_timestamp',
  'statement_timestamp',
  'timezone',
]);
const SERIAL = /^(small|big)?serial\d?$/;

function judgeNewColumn(table: string, column: Node): Hazard[] {
  const name = text(column, 'colname');
  const constraints = children(column, 'constraints').map((each) => child(each, 'Constraint'));
  const has = (kind: string): Node | undefined => constraints.find((each) => text(each, 'contype') === kind);
  const type = names(children(child(column, 'typeName'), 'names')).at(-1) ?? '';
  const fallback = has('CONSTR_DEFAULT');
  const isFilled =
    fallback !== undefined ||
    has('CONSTR_IDENTITY') !== undefined ||
    has('CONSTR_GENERATED') !== undefined ||
    SERIAL.test(type);
  const writes =
    SERIAL.test(type) ||
    has('CONSTR_IDENTITY') !== undefined ||
    has('CONSTR_GENERATED') !== undefined ||
    (fallback !== undefined && !isSteady(child(fallback, 'raw_expr')));
  const isRequired = has('CONSTR_NOTNULL') !== undefined || has('CONSTR_PRIMARY') !== undefined;
  const isLookedAt = ['CONSTR_CHECK', 'CONSTR_UNIQUE', 'CONSTR_PRIMARY'].some(
    (kind) => has(kind) !== undefined,
  );
  return [
    ...(isRequired && !isFilled
      ? [breaking(`new column ${table}.${name} must be given and has no default`, table)]
      : []),
    ...(writes ? [blocking(`writes ${table} anew`)] : isLookedAt ? [blocking(`reads all of ${table}`)] : []),
  ];
}

/** Types that take whatever a narrower one holds. */
const WIDE = new Set(['text', 'varchar', 'numeric', 'int8', 'timestamptz', 'jsonb']);

/** What the column is now is not known: only a type that is wide, without a length and without a formula of its own, keeps all. */
function mayLose(column: Node): boolean {
  const type = child(column, 'typeName');
  const name = names(children(type, 'names')).at(-1) ?? '';
  const isBound = children(type, 'typmods').length > 0;
  return !WIDE.has(name) || isBound || column['raw_default'] !== undefined;
}

function isSteady(value: Node): boolean {
  if ('A_Const' in value || 'SQLValueFunction' in value) return true;
  if ('A_ArrayExpr' in value) return children(child(value, 'A_ArrayExpr'), 'elements').every(isSteady);
  if ('TypeCast' in value) return isSteady(child(child(value, 'TypeCast'), 'arg'));
  if (!('FuncCall' in value)) return false;
  const call = child(value, 'FuncCall');
  const name = names(children(call, 'funcname')).at(-1) ?? '';
  return STEADY.has(name) && children(call, 'args').every(isSteady);
}

function judgeConstraint(table: string, constraint: Node): Hazard[] {
  const kind = text(constraint, 'contype');
  const isQuick = isSet(constraint, 'skip_validation') || text(constraint, 'indexname') !== '';
  // Not valid means that old rows are not looked at; new ones are.
  if (kind === 'CONSTR_NOTNULL')
    return [
      breaking(`a column of ${table} must not be null any more`, table),
      ...(isQuick ? [] : [blocking(`reads all of ${table}`)]),
    ];
  if (isQuick) return [];
  return [blocking(`reads all of ${table}`)];
}
