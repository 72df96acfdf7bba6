/** One `${…}` of a serverless.yml: what may be taken, in order of preference. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'variable'; readonly whole: string; readonly alternatives: readonly string[] };

/** CloudFormation's own `${AWS::Region}` and `${HttpApi}` are not variables of Serverless. */
const VARIABLE =
  /^\s*(?:(?:opt|self|sls|env|ssm|cf|s3|param|aws|git|output|vault|strToBool)\b[^:]*:|file\(|'|")/;

/** Takes a text apart into what stands there and the outermost variables in it. */
export function splitVariables(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const end = text.startsWith('${', at) ? closingBrace(text, at + 2) : null;
    const inside = end === null ? '' : text.slice(at + 2, end);
    if (end === null || !VARIABLE.test(inside)) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    if (plain !== '') pieces.push({ type: 'text', text: plain });
    plain = '';
    pieces.push({ type: 'variable', whole: text.slice(at, end + 1), alternatives: alternativesOf(inside) });
    at = end + 1;
  }
  return plain === '' ? pieces : [...pieces, { type: 'text', text: plain }];
}

function closingBrace(text: string, from: number): number | null {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return null;
}

/** The parts between commas that stand in no braces, parentheses or quotes. */
function alternativesOf(inside: string): string[] {
  const found: string[] = [];
  let part = '';
  let depth = 0;
  let quote = '';
  for (const sign of inside) {
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === "'" || sign === '"') quote = sign;
    else if ('{('.includes(sign)) depth += 1;
    else if ('})'.includes(sign)) depth -= 1;
    else if (sign === ',' && depth === 0) {
      found.push(part);
      part = '';
      continue;
    }
    part += sign;
  }
  return [...found, part].map((each) => each.trim());
}
