import type { Json } from '../../model/json';

type Node = Readonly<Record<string, Json>>;

/** A piece of SQL in a body, and what it is there. */
export interface Found {
  readonly kind: 'sql' | 'dynamic' | 'expression';
  readonly query: string;
  readonly lineno: number;
}

/** How the parser of PL/pgSQL says what a piece of SQL is; the others are expressions. */
const STATEMENT = 0;
const ASSIGNMENT = 3;
/** Fields whose value is a text that is run as SQL. */
const RUN: Readonly<Record<string, string>> = {
  PLpgSQL_stmt_dynexecute: 'query',
  PLpgSQL_stmt_dynfors: 'query',
  PLpgSQL_stmt_open: 'dynquery',
  PLpgSQL_stmt_return_query: 'dynquery',
};

/** Every piece of SQL of a body, in the order of its lines. `lineno` is that of the statement around it. */
export function sqlOfBody(body: Json): Found[] {
  // The parser tells what is in a loop before what the loop goes over.
  return collect(body, 1).sort((left, right) => left.lineno - right.lineno);
}

function collect(value: Json, lineno: number): Found[] {
  if (Array.isArray(value)) return value.flatMap((each: Json) => collect(each, lineno));
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    if (!isNode(field)) return collect(field, lineno);
    const at = typeof field['lineno'] === 'number' ? field['lineno'] : lineno;
    if (name === 'PLpgSQL_expr') return [expressionOf(field, at)];
    const run = RUN[name];
    if (run === undefined || field[run] === undefined) return collect(field, at);
    const made = collect(field[run] ?? null, at);
    const rest = Object.entries(field).filter(([each]) => each !== run);
    return [
      ...made.map((found): Found => ({ ...found, kind: 'dynamic' })),
      ...collect(Object.fromEntries(rest), at),
    ];
  });
}

function expressionOf({ query, parseMode }: Node, lineno: number): Found {
  const text = typeof query === 'string' ? query : '';
  if (parseMode === STATEMENT) return { kind: 'sql', query: text, lineno };
  const value = parseMode === ASSIGNMENT ? text.replace(/^[^=]*:?=/, '') : text;
  return { kind: 'expression', query: value, lineno };
}

function isNode(value: Json | undefined): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
