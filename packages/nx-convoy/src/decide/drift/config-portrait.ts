import { parseDocument } from 'yaml';
import { looksSecret } from '../looks-secret';
import { flatten } from './flatten';
import type { Trait } from './portrait';

/** What stands instead of a secret. */
const HIDDEN = '(not shown)';

/** The keys of a configuration file, or of a part of it; null: there is no such file. */
export function configPortrait(text: string | null, section: readonly string[]): Map<string, Trait> {
  const read = readConfig(text, section);
  if (read.type === 'trouble') return new Map([['', { text: read.why, unknown: read.why }]]);
  return new Map(flatten(read.value).map(([path, leaf]) => [path, traitOf(path, leaf)]));
}

export type ReadConfig =
  { readonly type: 'read'; readonly value: unknown } | { readonly type: 'trouble'; readonly why: string };

/** The value of a YAML or JSON text, or of the part of it that the keys lead to. */
export function readConfig(text: string | null, section: readonly string[]): ReadConfig {
  if (text === null) return { type: 'trouble', why: 'there is no such file at the pin' };
  const document = parseDocument(text, { logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined)
    return { type: 'trouble', why: `it cannot be read: ${error.message.split('\n')[0] ?? ''}` };
  const value: unknown = section.length === 0 ? document.toJS() : partOf(document.toJS(), section);
  return value === undefined
    ? { type: 'trouble', why: `it has no ${section.join('.')}` }
    : { type: 'read', value };
}

/** What the keys lead to below a value; undefined where nothing is there. */
export function partOf(value: unknown, [first, ...more]: readonly string[]): unknown {
  if (first === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return undefined;
  return partOf((value as Record<string, unknown>)[first], more);
}

/** A leaf as a person and a comparison see it. */
export function traitOf(path: string, leaf: unknown): Trait {
  const identity = typeof leaf === 'string' ? leaf : JSON.stringify(leaf);
  const key = path.slice(path.lastIndexOf('.') + 1);
  return looksSecret(key, leaf) ? { text: HIDDEN, identity } : { text: identity };
}
