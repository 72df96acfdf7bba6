import type { ConfigChange } from '../../model/publication';
import { configPortrait, readConfig } from '../drift/config-portrait';

export interface ConfigTexts {
  readonly file: string;
  /** The part of the file that belongs to the environment. */
  readonly section: readonly string[];
  /** null: there is no such file. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Which keys of a configuration file changed, never to what: a value may be a secret. null: nothing changed. */
export function configChange({ file, section, before, after }: ConfigTexts): ConfigChange | null {
  if (before === after) return null;
  const isRead = [before, after].every((text) => text === null || readConfig(text, section).type === 'read');
  if (!isRead) return { file, keys: null };
  const [old, now] = [before, after].map((text) =>
    text === null ? new Map<string, never>() : configPortrait(text, section),
  );
  const names = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  const keys = names.filter((key) => identity(old, key) !== identity(now, key));
  return keys.length === 0 ? null : { file, keys };
}

function identity(traits: ReturnType<typeof configPortrait> | undefined, key: string): string | undefined {
  const trait = traits?.get(key);
  return trait === undefined ? undefined : (trait.identity ?? trait.text);
}
