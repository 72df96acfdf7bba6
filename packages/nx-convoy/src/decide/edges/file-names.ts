import { isMap, isScalar, parseDocument } from 'yaml';
import type { SourceFile } from '../../model/source-file';
import { withoutVariables } from './words-of-file';
import type { ProvidedName } from './provided-name';

/** Who makes the names. */
export interface Maker {
  readonly component: string;
  /** The stacks that it makes, with `*` for what differs between environments. */
  readonly stacks: readonly string[];
}

/** The names that a component's own templates make: exports of stacks, and parameters. One of which next to nothing is known before the deploy is none. */
export function fileNames(maker: Maker, files: readonly SourceFile[]): ProvidedName[] {
  return files
    .filter(({ path }) => /\.(ya?ml|json)$/.test(path))
    .flatMap((file) => namesIn(maker, file))
    .filter(({ pattern }) => SPEAKING.test(pattern));
}

/** As many letters on end as a name needs to be told from any other word. */
const SPEAKING = /[A-Za-z0-9]{3}/;

function namesIn(maker: Maker, file: SourceFile): ProvidedName[] {
  const document = parseDocument(file.text, { logLevel: 'silent' });
  if (!isMap(document.contents)) return [];
  const found: ProvidedName[] = [];
  for (const root of [[], ['resources']]) {
    for (const key of keysOf(document.getIn([...root, 'Outputs']))) {
      const name = document.getIn([...root, 'Outputs', key, 'Export', 'Name']);
      if (typeof name === 'string') found.push(...provided(maker, 'export', name, file));
    }
    for (const key of keysOf(document.getIn([...root, 'Resources']))) {
      const path = [...root, 'Resources', key];
      if (document.getIn([...path, 'Type']) !== 'AWS::SSM::Parameter') continue;
      const name = document.getIn([...path, 'Properties', 'Name']);
      if (typeof name === 'string') found.push(...provided(maker, 'parameter', name, file));
    }
  }
  return found;
}

const STACK = '${AWS::StackName}';

function provided(
  { component, stacks }: Maker,
  kind: 'export' | 'parameter',
  name: string,
  file: SourceFile,
): ProvidedName[] {
  const written = name.includes(STACK) ? stacks.map((stack) => name.replaceAll(STACK, stack)) : [name];
  return written.map((each) => ({
    component,
    kind,
    pattern: withoutVariables(each, file.text),
    names: [],
  }));
}

function keysOf(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
}
