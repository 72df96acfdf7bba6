import { readConfig, traitOf } from './config-portrait';
import { flatten } from './flatten';
import type { Trait } from './portrait';
import { ServerlessResolver, type ServerlessScene } from './resolve-serverless';

const ELSEWHERE = 'known only where it is deployed';

/** The keys of a serverless.yml, resolved for a stage as far as the repository alone tells; the rest is there as unknown. */
export function serverlessPortrait(text: string | null, scene: ServerlessScene): Map<string, Trait> {
  const read = readConfig(text, []);
  if (read.type === 'trouble') return new Map([['', { text: read.why, unknown: read.why }]]);
  const resolver = new ServerlessResolver(read.value, scene);
  return new Map(leavesOf(read.value, '', resolver, 0));
}

/** Deeper than any real file; a mapping that holds itself ends here. */
const DEEPEST = 20;

function leavesOf(
  value: unknown,
  at: string,
  resolver: ServerlessResolver,
  depth: number,
): [string, Trait][] {
  return flatten(value, at).flatMap(([path, leaf]): [string, Trait][] => {
    const resolved = resolver.resolve(leaf);
    if (resolved.type === 'unknown') return [[path, { text: resolved.text, unknown: ELSEWHERE }]];
    if (typeof resolved.value === 'object' && resolved.value !== null && typeof leaf === 'string')
      return depth > DEEPEST ? [] : leavesOf(resolved.value, path, resolver, depth + 1);
    return [[path, traitOf(path, resolved.value)]];
  });
}
