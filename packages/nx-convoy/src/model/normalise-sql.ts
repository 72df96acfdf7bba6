// One token: a quoted string (with '' or "" inside), a dollar-quoted body, a comment, a run of white space, or any other character.
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|\s+|[\s\S]/g;

/**
 * SQL reduced to what it means, so that a checksum survives line endings, indentation and comments: CRLF becomes LF, comments outside
 * quotes go, every run of white space outside quotes becomes one space, the ends are trimmed. The schema-init function computes the same.
 */
export function normaliseSql(sql: string): string {
  const text = sql.replaceAll('\r\n', '\n').replace(TOKEN, (token) => {
    if (token.startsWith('--') || token.startsWith('/*')) return ' ';
    return /^\s+$/.test(token) ? ' ' : token;
  });
  return collapse(text).trim();
}

/** A removed comment between two spaces must not leave two: collapse again, outside quotes only. */
function collapse(text: string): string {
  return text.replace(TOKEN, (token) => (/^\s+$/.test(token) ? ' ' : token));
}
