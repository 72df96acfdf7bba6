import type { Json } from '../../model/json';

export type Node = Readonly<Record<string, Json>>;

/** The fields of a node of the parser, whatever they hold; what is not there is nothing. */
export function child(node: Node, name: string): Node {
  const value = node[name];
  return isNode(value) ? value : {};
}

export function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function children(node: Node, name: string): Node[] {
  const value = node[name];
  if (!Array.isArray(value)) return [];
  return value.filter((each: Json) => isNode(each));
}

export function text(node: Node, name: string): string {
  const value = node[name];
  return typeof value === 'string' ? value : '';
}

export function isSet(node: Node, name: string): boolean {
  return node[name] === true;
}

/** Name of a table as people write it; the schema `public` is left out. */
export function relationName(relation: Node): string {
  const schema = text(relation, 'schemaname');
  const name = text(relation, 'relname');
  return schema === '' || schema === 'public' ? name : `${schema}.${name}`;
}

/** The strings of a list of names, such as of a function. */
export function names(list: readonly Node[]): string[] {
  return list.map((each) => text(child(each, 'String'), 'sval')).filter((name) => name !== '');
}

/** Judges what is done to a table, unless the migration itself has made it. */
export function unlessOwn<Found>(
  tables: ReadonlySet<string>,
  relation: Node,
  judge: (table: string) => Found[],
): Found[] {
  const table = relationName(relation);
  return tables.has(table) ? [] : judge(table);
}
