import ts from 'typescript';

const PLACEHOLDER = /%[sdifjoOp]/g;

/**
 * The titles of the tests in a file. Tests that are skipped or only planned have none, since they prove nothing. Of a table that is
 * written out in the file every row has its title; of any other there is only the template.
 */
export function testTitles(text: string): string[] {
  const file = ts.createSourceFile('tests.ts', text, ts.ScriptTarget.Latest, true);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) ? jestCall(node) : null;
    if (call?.isSkipped === true) return;
    if (call !== null && call.verb !== 'describe') titles.push(...expand(call, file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...new Set(titles)];
}

interface JestCall {
  readonly verb: string;
  readonly title: string;
  readonly isSkipped: boolean;
  readonly table: ts.Expression | null;
}

/** `it('…')`, `test.each(table)('…')`, `describe.skip('…')`; null for every other call. */
function jestCall(call: ts.CallExpression): JestCall | null {
  const [first] = call.arguments;
  if (first === undefined || !ts.isStringLiteralLike(first)) return null;
  const words: string[] = [];
  let table: ts.Expression | null = null;
  let callee: ts.Expression = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) words.push(callee.name.text);
    else if (ts.isCallExpression(callee)) table = callee.arguments[0] ?? null;
    else return null;
    callee = callee.expression;
  }
  const verb = /^[xf]?(it|test|describe)$/.exec(callee.text)?.[1];
  if (verb === undefined) return null;
  const isSkipped = callee.text.startsWith('x') || words.includes('skip') || words.includes('todo');
  return { verb, title: first.text, isSkipped, table };
}

function expand({ title, table }: JestCall, file: ts.SourceFile): string[] {
  const rows = table === null ? [] : rowsOf(table, file);
  return [title, ...rows.map((row) => fill(title, row))];
}

/** The rows of a table that is an array literal, or the name of one in the same file. */
function rowsOf(table: ts.Expression, file: ts.SourceFile): (readonly ts.Expression[])[] {
  const bare = withoutTypes(table);
  const literal = ts.isIdentifier(bare) ? declared(bare.text, file) : bare;
  if (literal === null || !ts.isArrayLiteralExpression(literal)) return [];
  return literal.elements.map((element) => {
    const row = withoutTypes(element);
    return ts.isArrayLiteralExpression(row) ? row.elements : [row];
  });
}

function declared(name: string, file: ts.SourceFile): ts.Expression | null {
  let found: ts.Expression | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name)
      found = node.initializer === undefined ? null : withoutTypes(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function withoutTypes(expression: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression);
  return isWrapped ? withoutTypes(expression.expression) : expression;
}

/** Values that are no literals leave their placeholder as it is. */
function fill(title: string, row: readonly ts.Expression[]): string {
  let index = 0;
  return title.replace(PLACEHOLDER, (placeholder) => {
    const value = row[index++];
    if (value !== undefined && (ts.isStringLiteralLike(value) || ts.isNumericLiteral(value)))
      return value.text;
    return placeholder;
  });
}
