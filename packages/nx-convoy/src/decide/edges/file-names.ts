import { isMap, isScalar, parseDocument } from 'yaml';
import type { SourceFile } from '../../model/source-file';
import { withoutVariables } from './words-of-file';
import type { ProvidedName } from './provided-name';

/** The names that a component's own templates make: exports of stacks, and parameters. */
export function fileNames(component: string, files: readonly SourceFile[]): ProvidedName[] {
  return files.filter(({ path }) => /\.(ya?ml|json)$/.test(path)).flatMap((file) => namesIn(component, file));
}

function namesIn(component: string, file: SourceFile): ProvidedName[] {
  const document = parseDocument(file.text, { logLevel: 'silent' });
  if (!isMap(document.contents)) return [];
  const found: ProvidedName[] = [];
  for (const root of [[], ['resources']]) {
    for (const key of keysOf(document.getIn([...root, 'Outputs']))) {
      const name = document.getIn([...root, 'Outputs', key, 'Export', 'Name']);
      if (typeof name === 'string') found.push(provided(component, 'export', name, file));
    }
    for (const key of keysOf(document.getIn([...root, 'Resources']))) {
      const path = [...root, 'Resources', key];
      if (document.getIn([...path, 'Type']) !== 'AWS::SSM::Parameter') continue;
      const name = document.getIn([...path, 'Properties', 'Name']);
      if (typeof name === 'string') found.push(provided(component, 'parameter', name, file));
    }
  }
  return found;
}

function provided(
  component: string,
  kind: 'export' | 'parameter',
  name: string,
  file: SourceFile,
): ProvidedName {
  return { component, kind, pattern: withoutVariables(name, file.text), names: [] };
}

function keysOf(node: unknown): string[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []));
}
