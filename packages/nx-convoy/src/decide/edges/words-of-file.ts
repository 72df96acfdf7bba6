import { isMap, parseDocument } from 'yaml';
import type { SourceFile } from '../../model/source-file';

export interface WordInFile {
  readonly word: string;
  readonly line: number;
}

/** Files that refer to other components: configuration, code, scripts. */
export const REFERRING_FILES = [
  ...['.yml', '.yaml', '.py', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.sh'],
  '/package.json',
];

/** Tests name what they like. */
const TESTS = /(^|\/)(tests?|__tests__|spec|fixtures)\/|\.(test|spec)\.[a-z]+$|(^|\/)test_[^/]*\.py$/;

/** The words of a file that may be names, with `*` for variables; comments and tests say nothing. */
export function wordsOfFile(file: SourceFile): WordInFile[] {
  if (TESTS.test(file.path)) return [];
  return file.text
    .split('\n')
    .flatMap((text, index) =>
      wordsOf(withoutComment(text, file.path), file).map((word) => ({ word, line: index + 1 })),
    );
}

function withoutComment(line: string, path: string): string {
  if (/\.(ya?ml|py|sh)$/.test(path)) return line.replace(/(^|\s)#.*$/, '$1');
  return /\.[cm]?[jt]sx?$/.test(path) ? line.replace(/(^|\s)(\/\/|\*\s|\/\*).*$/, '$1') : line;
}

function wordsOf(line: string, { text }: SourceFile): string[] {
  const looked: string[] = [];
  const flat = flatten(line, text, (source) => looked.push(source));
  return [...looked, flat].flatMap((each) => each.split(/[^A-Za-z0-9_./:*-]+/)).flatMap(partsOf);
}

/** A name stands alone, or in a path, an ARN or an address. */
function partsOf(word: string): string[] {
  const trimmed = word.replace(/[.:]+$/, '');
  if (trimmed === '' || trimmed === '*') return [];
  const fields = trimmed.split(':');
  const parts = trimmed.split(/[:/]/);
  // A parameter's name begins with a slash, which its ARN has not: `arn:aws:ssm:…:parameter/shop/queue`.
  const parameters = fields.flatMap((field) => /^parameter(\/.*)$/.exec(field)?.[1] ?? []);
  const all = [trimmed, ...fields, ...parts, ...parameters];
  return [...new Set(all.filter((part) => part !== '' && part !== '*'))];
}

/** The text with `*` for every variable whose value only the deploy knows. */
export function withoutVariables(text: string, wholeFile: string): string {
  return flatten(text, wholeFile, () => undefined);
}

const INNERMOST = /\$\{([^${}]*)\}|(?<=["'`/\s=-]|^)\{([A-Za-z_][\w.]*|)\}|%\(?[a-z_]*\)?s/;

/** Replaces variables from the inside out; what a variable looks up (`cf:`, `ssm:`) is told to `look`. */
function flatten(text: string, wholeFile: string, look: (source: string) => void): string {
  let flat = text;
  for (let found = INNERMOST.exec(flat); found !== null; found = INNERMOST.exec(flat)) {
    const source = found[1] ?? '';
    const lookedUp = /^(?:cf|ssm)(?:\([^)]*\))?:([^,\s]+)/.exec(source)?.[1];
    // `stack.Output` of a lookup: the stack is what is provided.
    if (lookedUp !== undefined) look(source.startsWith('cf') ? lookedUp.replace(/\.[^.]*$/, '') : lookedUp);
    // Code inside of a template may name something, too.
    if (/['"]/.test(source)) look(source);
    const own = /^self:([\w.]+)$/.exec(source)?.[1];
    const value = own === undefined ? null : ownValue(own, wholeFile);
    // Its own value may hold variables, too, but never itself.
    const replacement = value === null || value.includes(found[0]) ? '*' : value;
    flat = flat.slice(0, found.index) + replacement + flat.slice(found.index + found[0].length);
  }
  return flat.replaceAll(/\*+/g, '*');
}

/** A plain value of the same file. */
function ownValue(path: string, wholeFile: string): string | null {
  const document = parseDocument(wholeFile, { logLevel: 'silent' });
  if (!isMap(document.contents)) return null;
  const value = document.getIn(path.split('.'));
  return typeof value === 'string' ? value : null;
}
