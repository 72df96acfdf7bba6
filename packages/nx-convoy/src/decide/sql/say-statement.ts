import type { SqlStatement } from '../../model/sql-statement';
import { child, children, relationName, text, type Node } from './node-fields';

/** What a statement does, without the values in it: `update users`. */
export function sayStatement({ kind, node }: SqlStatement): string {
  const verb = kind
    .replace(/Stmt$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const table = relationName(relationOf(node));
  return table === '' ? verb : `${verb} ${table}`;
}

function relationOf(node: Node): Node {
  const relation = child(node, 'relation');
  if (text(relation, 'relname') !== '') return relation;
  const [first = {}] = children(node, 'relations');
  return child(first, 'RangeVar');
}
