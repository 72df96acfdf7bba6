// What the schema-init function says in sql_text.py, to the letter: whoever else computes the checksum must do exactly the same.
/** As PostgreSQL has it: other spaces of Unicode are letters to it. */
const WHITE = String.raw`[ \t\n\v\f\r]`;
/** A comment here must reach its line end: were it allowed to stop anywhere, a ruler of dashes could be read in too many ways. */
const NEXT_LINE = String.raw`(?:[ \t\v\f]|--[^\n\r]*(?=[\n\r]))*[\n\r](?:[ \t\n\v\f\r]|--[^\n\r]*[\n\r])*`;
const NAME = String.raw`[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*`;
const TAG = String.raw`(?<tag>(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?)`;
const DEEPEST_COMMENT = 8;

/** A string may go on in another line. */
function string(text: string): string {
  return `${text}(?:${NEXT_LINE}${text})*`;
}

function comment(depth: number): string {
  const inside = depth > 1 ? `|${comment(depth - 1)}` : '';
  return String.raw`/\*[^*/]*(?:(?:\*(?!/)|/(?!\*)${inside})[^*/]*)*\*/`;
}

const QUOTED = [
  string(`'[^']*(?:''[^']*)*'`),
  `"[^"]*(?:""[^"]*)*"`,
  `[eE]${string(String.raw`'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'`)}`,
  String.raw`\$${TAG}\$[\s\S]*?\$\k<tag>\$`,
].join('|');
const SPACE = String.raw`(?<space>(?:--[^\n\r]*|${comment(DEEPEST_COMMENT)}|${WHITE})+)`;
/** Quoted text; white space with comments; a name, at whose end nothing is opened; or any other character. */
const PART = new RegExp(String.raw`${QUOTED}|${SPACE}|${NAME}|[\s\S]`, 'g');

/**
 * SQL reduced to what it means, so that a checksum survives line endings, indentation and comments: CRLF becomes LF, and every run of white space
 * and comments outside of quotes becomes one space; at the ends it goes.
 */
export function normaliseSql(sql: string): string {
  const parts = [...sql.replaceAll('\r\n', '\n').matchAll(PART)];
  const text = parts.map(([part, , space]) => (space === undefined ? part : ' ')).join('');
  return text.replace(/^ +| +$/g, '');
}
