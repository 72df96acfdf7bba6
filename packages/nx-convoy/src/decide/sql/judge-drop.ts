import { blocking, breaking, irreversible, type Hazard } from './danger';
import { child, children, isNode, isSet, names, text, type Node } from './node-fields';

/** With their data. */
const HOLDS_DATA = new Set(['OBJECT_TABLE', 'OBJECT_SEQUENCE', 'OBJECT_SCHEMA', 'OBJECT_FOREIGN_TABLE']);
/** With CASCADE the columns of their kind go too. */
const TYPES = new Set(['OBJECT_TYPE', 'OBJECT_DOMAIN', 'OBJECT_EXTENSION']);

/** What taking something away may do; tables that the migration itself has made are nobody's yet. */
export function judgeDrop(node: Node, tables: ReadonlySet<string>): Hazard[] {
  const kind = text(node, 'removeType');
  const dropped = droppedNames(node).filter((name) => kind !== 'OBJECT_TABLE' || !tables.has(name));
  if (kind === 'OBJECT_INDEX')
    return isSet(node, 'concurrent') ? [] : [blocking('holds the table while the index goes')];
  const takesColumns = TYPES.has(kind) && text(node, 'behavior') === 'DROP_CASCADE';
  return dropped.flatMap((name) => [
    breaking(`drops ${name}`, name),
    ...(takesColumns ? [irreversible(`columns of type ${name} go with it`)] : []),
    ...(HOLDS_DATA.has(kind) ? [irreversible(`what is in ${name} is lost`)] : []),
  ]);
}

/** What a DROP names. */
export function droppedNames(node: Node): string[] {
  return children(node, 'objects').map((each) => {
    const list = child(each, 'List');
    const parts = 'items' in list ? names(children(list, 'items')) : names(nested(each));
    return parts[0] === 'public' && parts.length > 1 ? parts.slice(1).join('.') : parts.join('.');
  });
}

/** Functions and types stand in nodes of their own. */
function nested(node: Node): Node[] {
  const [first] = Object.values(node);
  const inner = isNode(first) ? first : {};
  const list = children(inner, 'objname').length > 0 ? 'objname' : 'names';
  const found = children(inner, list);
  return found.length > 0 ? found : [node];
}
