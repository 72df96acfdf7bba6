import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { SourceFile } from '../../model/source-file';

/** A runtime that a file of a component declares. */
export interface DeclaredRuntime {
  readonly file: string;
  readonly line: number;
  /** What it is for: a function of that key, or everything in the file. */
  readonly of: string;
  /** As written; where a variable stands in it, nobody knows before the deploy. */
  readonly runtime: string;
}

/** Files in which runtimes are declared. */
export const RUNTIME_FILES = ['.yml', '.yaml', '/template.json'];

const FUNCTION_TYPES = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** Runtimes in Serverless configurations and in templates of CloudFormation and SAM, read as YAML, never as text. */
export function declaredRuntimes(files: readonly SourceFile[]): DeclaredRuntime[] {
  return files.flatMap(runtimesOf);
}

function runtimesOf({ path: file, text }: SourceFile): DeclaredRuntime[] {
  const lineCounter = new LineCounter();
  // Tags such as !Ref are CloudFormation's own; what is no YAML declares nothing that we could read.
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
  if (!isMap(document.contents)) return [];
  return placesOf(document).flatMap(({ of, path }) => {
    const node = document.getIn(path, true);
    if (!isScalar(node) || typeof node.value !== 'string') return [];
    const line = lineCounter.linePos(node.range?.[0] ?? 0).line;
    return [{ file, line, of, runtime: plainValue(node.value, document) }];
  });
}

/** `${self:custom.runtime}` is in the same file. */
function plainValue(written: string, document: Document): string {
  const own = /^\$\{self:([\w.]+)\}$/.exec(written)?.[1];
  const value = own === undefined ? written : document.getIn(own.split('.'));
  return typeof value === 'string' ? value : written;
}

interface Place {
  readonly of: string;
  readonly path: readonly string[];
}

function placesOf(document: Document): Place[] {
  // Only a Serverless configuration has a provider; elsewhere `functions` may mean anything.
  const serverless = document.has('provider')
    ? [
        { of: 'provider', path: ['provider', 'runtime'] },
        ...keysOf(document.get('functions')).map((of) => ({ of, path: ['functions', of, 'runtime'] })),
      ]
    : [];
  return [
    ...serverless,
    { of: 'Globals', path: ['Globals', 'Function', 'Runtime'] },
    ...resourcesOf(document, ['Resources']),
    ...resourcesOf(document, ['resources', 'Resources']),
  ];
}

function resourcesOf(document: Document, path: readonly string[]): Place[] {
  return keysOf(document.getIn(path))
    .filter((key) => FUNCTION_TYPES.includes(String(document.getIn([...path, key, 'Type']))))
    .map((of) => ({ of, path: [...path, of, 'Properties', 'Runtime'] }));
}

function keysOf(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
}
