import { componentEntries } from '../../model/component-entry';
import type { ProvidedKind } from '../../model/edges-document';
import type { Manifest } from '../../model/manifest';
import { resolveComponent } from '../resolve-component';
import type { ProvidedName } from './provided-name';

/** The names that the manifest says components make: stacks, functions, layers, parameters, hosts. */
export function manifestNames(manifest: Manifest): ProvidedName[] {
  return componentEntries(manifest).flatMap(({ name }) => {
    const perEnvironment = Object.keys(manifest.environments).map((environment) =>
      namesIn(manifest, name, environment),
    );
    return merged(name, perEnvironment.flat());
  });
}

interface Made {
  readonly kind: ProvidedKind;
  /** Where it is declared: the same place in every environment is the same name. */
  readonly place: string;
  readonly name: string;
}

function namesIn(manifest: Manifest, name: string, environment: string): Made[] {
  const resolution = resolveComponent(manifest, name, environment);
  if (resolution.type === 'absent') return [];
  const { observes, outputs } = resolution.component;
  const made = (kind: ProvidedKind, names: readonly string[]): Made[] =>
    names.map((each, index) => ({ kind, place: `${kind} ${index}`, name: each }));
  const parameters = Object.values(outputs).flatMap((source) =>
    'parameter' in source ? [source.parameter] : [],
  );
  return [
    ...made('stack', observes.stacks),
    ...made(
      'function',
      observes.functions.map((each) => each.name),
    ),
    ...made('layer', observes.layers),
    ...made('parameter', parameters),
    ...made('host', hostsOf(manifest, name, environment)),
  ];
}

/** Values that look like the name of a host. */
function hostsOf(manifest: Manifest, name: string, environment: string): string[] {
  const entry = componentEntries(manifest).find((each) => each.name === name);
  return Object.values(entry?.declaration.values ?? {}).flatMap((values) => {
    const value = values[environment];
    return value !== undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value) ? [value] : [];
  });
}

function merged(component: string, made: readonly Made[]): ProvidedName[] {
  const places = [...new Set(made.map((each) => each.place))];
  return places.map((place) => {
    const own = made.filter((each) => each.place === place);
    const names = [...new Set(own.map((each) => each.name).filter((name) => !name.includes('{')))];
    return { component, kind: own[0]?.kind ?? 'stack', pattern: commonPattern(names), names };
  });
}

/** What the names have in common at their ends, with `*` for the rest: `api-dev-x` and `api-stg-x` are `api-*-x`. */
export function commonPattern(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  if (rest.length === 0) return first;
  let start = 0;
  while (start < first.length && rest.every((name) => name[start] === first[start])) start += 1;
  let end = 0;
  const shortest = Math.min(...names.map((name) => name.length));
  while (end < shortest - start && rest.every((name) => name.at(-1 - end) === first.at(-1 - end))) end += 1;
  return `${first.slice(0, start)}*${end === 0 ? '' : first.slice(-end)}`;
}
