import { partOf, readConfig } from './config-portrait';
import { splitVariables } from './serverless-variables';

/** What a serverless.yml is resolved with: nothing but what stands in its repository and in the manifest. */
export interface ServerlessScene {
  readonly stage: string;
  readonly region: string;
  readonly account: string;
  /** Folder of the file, as the paths of its `${file(…)}` are meant. */
  readonly folder: string;
  /** Text of a file of the repository by its path; null: there is none. */
  readonly file: (path: string) => string | null;
}

export type Resolved =
  /** undefined: it leads to nothing, so that the next alternative counts. */
  | { readonly type: 'value'; readonly value: unknown }
  /** It is known only where it is deployed; the text is the reference, with what is known filled in. */
  | { readonly type: 'unknown'; readonly text: string };

const DEEPEST = 40;
const FILE = /^file\((?<path>[^)]*)\)(?::(?<address>.*))?$/;

/** Resolves texts of one serverless.yml. What only the provider, the environment or a program knows stays unknown. */
export class ServerlessResolver {
  constructor(
    private readonly root: unknown,
    private readonly scene: ServerlessScene,
  ) {}

  /** A leaf of the file with its variables filled in; it may turn out to be a mapping. */
  resolve(leaf: unknown, depth = 0): Resolved {
    if (typeof leaf !== 'string') return { type: 'value', value: leaf };
    // A circle: Serverless itself would refuse it.
    if (depth > DEEPEST) return { type: 'unknown', text: leaf };
    const pieces = splitVariables(leaf).map((piece): Resolved => {
      if (piece.type === 'text') return { type: 'value', value: piece.text };
      const found = this.variable(piece.alternatives, depth);
      return found.type === 'value' && found.value === undefined
        ? { type: 'unknown', text: piece.whole }
        : found;
    });
    const [first] = pieces;
    if (first === undefined) return { type: 'value', value: leaf };
    if (pieces.length === 1) return first;
    const text = pieces.map((each) => (each.type === 'value' ? asText(each.value) : each.text)).join('');
    const isKnown = pieces.every((each) => each.type === 'value');
    return isKnown ? { type: 'value', value: text } : { type: 'unknown', text };
  }

  private variable(alternatives: readonly string[], depth: number): Resolved {
    for (const alternative of alternatives) {
      const found = this.source(alternative, depth + 1);
      if (found.type === 'unknown' || found.value !== undefined) return found;
    }
    return { type: 'value', value: undefined };
  }

  private source(alternative: string, depth: number): Resolved {
    const inner = this.resolve(alternative, depth);
    if (inner.type === 'unknown') return { type: 'unknown', text: `\${${inner.text}}` };
    const text = asText(inner.value);
    const quoted = /^(['"])(?<text>.*)\1$/.exec(text)?.groups?.['text'];
    if (quoted !== undefined) return { type: 'value', value: quoted };
    const file = FILE.exec(text)?.groups;
    if (file !== undefined) return this.fromFile(file['path'] ?? '', file['address'] ?? '', depth);
    const [source, address] = splitOnce(text);
    switch (source) {
      case 'self':
        return this.ofItself(keysOf(address), depth);
      case 'opt':
        return { type: 'value', value: { stage: this.scene.stage, region: this.scene.region }[address] };
      case 'sls':
        return address === 'stage' ? { type: 'value', value: this.scene.stage } : unknown(text);
      case 'aws':
        return {
          type: 'value',
          value: { region: this.scene.region, accountId: this.scene.account }[address],
        };
      default:
        return unknown(text);
    }
  }

  private fromFile(path: string, address: string, depth: number): Resolved {
    const reference = `\${file(${path})${address === '' ? '' : `:${address}`}}`;
    // A program decides what it says.
    if (!/\.(ya?ml|json)$/i.test(path)) return { type: 'unknown', text: reference };
    const text = this.scene.file(joined(this.scene.folder, path));
    if (text === null) return { type: 'value', value: undefined };
    const read = readConfig(text, []);
    if (read.type === 'trouble') return { type: 'unknown', text: reference };
    return this.resolve(partOf(read.value, keysOf(address)), depth);
  }

  /** `${self:custom.stage.region}`, also where `custom.stage` itself is a variable that gives a mapping. */
  private ofItself(keys: readonly string[], depth: number): Resolved {
    const direct = partOf(this.root, keys);
    if (direct !== undefined) return this.resolve(direct, depth);
    for (let length = keys.length - 1; length > 0; length -= 1) {
      const above = partOf(this.root, keys.slice(0, length));
      if (typeof above !== 'string') continue;
      const resolved = this.resolve(above, depth);
      if (resolved.type === 'unknown') return resolved;
      return this.resolve(partOf(resolved.value, keys.slice(length)), depth);
    }
    return { type: 'value', value: undefined };
  }
}

function unknown(text: string): Resolved {
  return { type: 'unknown', text: `\${${text}}` };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function splitOnce(text: string): [source: string, address: string] {
  const at = text.indexOf(':');
  return at === -1 ? [text, ''] : [text.slice(0, at).replace(/\(.*$/, ''), text.slice(at + 1)];
}

function keysOf(address: string): string[] {
  return address.split('.').filter((key) => key !== '');
}

function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
