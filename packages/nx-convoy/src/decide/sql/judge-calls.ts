import type { Json } from '../../model/json';
import { breaking, type Hazard } from './danger';
import { children, isNode, names, type Node } from './node-fields';
import { PURE_FUNCTIONS } from './pure-functions';

/** A function that is not known may do anything. Nobody can tell what it touches, so it names no use: every dependent counts. */
export function judgeCalls(node: Node): Hazard[] {
  return [...new Set(calledIn(node))]
    .filter((name) => !PURE_FUNCTIONS.has(name))
    .map((name) => breaking(`calls ${name}, and it is not known what that does, so it counts as breaking`));
}

function calledIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(calledIn);
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([kind, field]) => [
    ...(kind === 'FuncCall' && isNode(field) ? [nameOf(field)] : []),
    ...calledIn(field),
  ]);
}

function nameOf(call: Node): string {
  const parts = names(children(call, 'funcname'));
  return parts[0] === 'pg_catalog' ? parts.slice(1).join('.') : parts.join('.');
}
