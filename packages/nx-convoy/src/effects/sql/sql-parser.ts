import type { Json } from '../../model/json';
import type { SqlStatement } from '../../model/sql-statement';
import type { SqlParser } from '../sql-parser-port';
import { sqlOfBody, type Found } from './sql-of-body';

type PgQuery = typeof import('libpg-query');
type Node = Readonly<Record<string, Json>>;

/** PostgreSQL's parser as WebAssembly; loaded when it is first asked. */
export function createSqlParser(): SqlParser {
  let loaded: Promise<PgQuery> | null = null;
  const load = async (): Promise<PgQuery> => {
    const library = await import('libpg-query');
    await library.loadModule();
    return library;
  };
  return {
    parse: async (text) => {
      loaded ??= load();
      return statementsOf(text, await loaded);
    },
  };
}

async function statementsOf(text: string, library: PgQuery, line = 1): Promise<SqlStatement[]> {
  const parsed = await parsedOrNull(text, library);
  if (parsed === null) {
    const before = text.slice(0, text.length - text.trimStart().length);
    return [{ kind: 'unreadable', node: {}, text: text.trim(), line: line + before.split('\n').length - 1 }];
  }
  // The parser counts bytes.
  const bytes = Buffer.from(text);
  return Promise.all(
    parsed.map(async ({ stmt, stmt_location: begin = 0, stmt_len: length }) => {
      const raw = bytes.subarray(begin, length === undefined ? undefined : begin + length).toString('utf8');
      const skipped =
        bytes.subarray(0, begin).toString('utf8') +
        (/^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(raw)?.[0] ?? '');
      const [kind = '', node = {}] = Object.entries(stmt)[0] ?? [];
      const at = line + skipped.split('\n').length - 1;
      const own = {
        kind,
        node: node as Node,
        text: raw.slice(skipped.length - bytes.subarray(0, begin).toString('utf8').length).trim(),
        line: at,
      };
      if (kind !== 'DoStmt') return own;
      return { ...own, inner: isPlPgSql(own.node) ? await bodyOf(own.text, library, at) : null };
    }),
  );
}

/** Only what PL/pgSQL says can be looked into. */
function isPlPgSql(node: Node): boolean {
  const words = JSON.stringify(node['args'] ?? []);
  return !words.includes('"defname":"language"') || words.includes('"sval":"plpgsql"');
}

interface RawStatement {
  readonly stmt: Node;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

async function parsedOrNull(text: string, library: PgQuery): Promise<readonly RawStatement[] | null> {
  try {
    const { stmts = [] } = (await library.parse(text)) as unknown as { stmts?: RawStatement[] };
    return stmts;
  } catch {
    return null;
  }
}

/** The SQL of a PL/pgSQL body, wherever in it; null: another language, or not understood. */
async function bodyOf(text: string, library: PgQuery, line: number): Promise<SqlStatement[] | null> {
  try {
    const parsed = (await library.parsePlPgSQL(text)) as unknown as Json;
    const found = await Promise.all(sqlOfBody(parsed).map((each) => statementOf(each, library, line)));
    return found.flat();
  } catch {
    return null;
  }
}

async function statementOf(
  { kind, query, lineno }: Found,
  library: PgQuery,
  line: number,
): Promise<SqlStatement[]> {
  const at = line + Math.max(0, lineno - 1);
  if (kind === 'sql') return statementsOf(query, library, at);
  if (kind === 'expression') {
    const read = await statementsOf(`select ${query}`, library, at);
    return read.map((each) => ({ ...each, text: query, isExpression: true }));
  }
  const literal = /^\s*'((?:[^']|'')*)'\s*$/.exec(query)?.[1]?.replaceAll("''", "'");
  return literal === undefined
    ? [{ kind: 'dynamic', node: {}, text: query, line: at }]
    : statementsOf(literal, library, at);
}
