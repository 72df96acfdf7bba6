import type { ProvidedKind } from '../../model/edges-document';

/** A name that a component makes and others may use. */
export interface ProvidedName {
  readonly component: string;
  readonly kind: ProvidedKind;
  /** With `*` for what differs between environments. */
  readonly pattern: string;
  /** What it is in each environment, as far as the manifest tells. */
  readonly names: readonly string[];
}

/**
 * Whether a word of a file is that name: written out as it is in some environment, or with variables in the places where environments differ. A word
 * that is looser than the name (`assurex-*` for `assurex-*-graphql`) is none.
 */
export function isName(word: string, { pattern, names }: ProvidedName): boolean {
  if (names.includes(word)) return true;
  if (!word.includes('*')) return names.length === 0 && matcherOf(pattern).test(word);
  if (word === pattern) return true;
  if (literalsOf(word) < literalsOf(pattern)) return false;
  const matches = matcherOf(word);
  return names.some((name) => matches.test(name));
}

/** What stands for a variable is one word of a name at least, and never a part of a path. */
function matcherOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/\\s]+')}$`);
}

function literalsOf(pattern: string): number {
  return pattern.replaceAll('*', '').length;
}
