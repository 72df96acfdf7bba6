import type { Difference } from '../../model/drift-document';
import type { ComponentConfig } from '../../model/resolved-component';
import { correspond } from './correspond';
import { matchesPath } from './matches-path';
import type { OwnValue } from './own-values';
import type { Portrait, Trait } from './portrait';

export interface ComparisonRules extends Pick<ComponentConfig, 'specific' | 'ignore'> {
  readonly values: readonly OwnValue[];
}

type Judgement = Pick<Difference, 'class' | 'why'>;

/** Everything that differs between two environments, each difference with its class; what cannot be known is told too, since it may differ. */
export function comparePortraits(here: Portrait, there: Portrait, rules: ComparisonRules): Difference[] {
  const groups = [...new Set([...here.keys(), ...there.keys()])];
  return groups.flatMap((group) => {
    const [mine, others] = [here.get(group) ?? new Map(), there.get(group) ?? new Map()];
    const paths = [...new Set([...mine.keys(), ...others.keys()])] as string[];
    return paths.flatMap((path) => {
      const [left, right] = [mine.get(path) as Trait | undefined, others.get(path) as Trait | undefined];
      const judgement = judge(path, [left, right], rules);
      if (judgement === null) return [];
      const what = path === group || path.startsWith(`${group}.`) ? path : `${group} ${path}`.trim();
      return [
        {
          against: 'environment' as const,
          what,
          here: left?.text ?? null,
          there: right?.text ?? null,
          ...judgement,
        },
      ];
    });
  });
}

function judge(
  path: string,
  [here, there]: readonly [Trait | undefined, Trait | undefined],
  { specific, ignore, values }: ComparisonRules,
): Judgement | null {
  const unknown = here?.unknown ?? there?.unknown ?? null;
  if (unknown === null && here !== undefined && there !== undefined && identityOf(here) === identityOf(there))
    return null;
  const ignored = ignore.find((rule) => matchesPath(rule.path, path));
  if (ignored !== undefined) return { class: 'expected', why: `ignored: ${ignored.reason}` };
  const declared = specific.find((pattern) => matchesPath(pattern, path));
  if (declared !== undefined) return { class: 'expected', why: `declared: ${declared}` };
  if (unknown !== null) return { class: 'unknown', why: unknown };
  if (here === undefined || there === undefined) return { class: 'unexpected', why: null };
  const names = correspond(identityOf(here), identityOf(there), values);
  if (names !== null) return { class: 'expected', why: `own ${names.join(', ')}` };
  return { class: 'unexpected', why: null };
}

function identityOf({ identity, text }: Trait): string {
  return identity ?? text;
}
