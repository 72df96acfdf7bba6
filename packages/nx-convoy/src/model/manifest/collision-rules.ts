import { alarmName } from '../alarm-name';
import { existsIn, type ComponentEntry } from '../component-entry';
import type { EnvironmentDeclaration } from '../manifest';
import { fillPlaceholders, placeholdersOf, placeholderValue } from '../placeholders';
import { pathOf, type Judged, type Rule } from './judged';
import { quoted, type Finding, type ManifestPath } from './problem';
import { ACCOUNT_STAND_IN, REGION_STAND_IN } from './prune';

/** A name that belongs to one environment alone, as written. */
interface OwnedName {
  readonly kind: string;
  readonly path: ManifestPath;
  readonly text: string;
  /** Names of AWS resources are told apart by account and region; hosts and Pages branches are not. */
  readonly regional: boolean;
}
interface Place {
  readonly environment: string;
  readonly declaration: EnvironmentDeclaration;
}
interface Resolved extends OwnedName {
  readonly environment: string;
  readonly name: string;
  readonly scope: string;
}

/** Two environments that would write to the same thing. Names that do not resolve everywhere are compared where they do. */
export const collisions: Rule = (judged) => {
  const places = Object.entries(judged.manifest.environments)
    .map(([environment, declaration]) => ({ environment, declaration }))
    .filter(
      ({ declaration: { account, region } }) => account !== ACCOUNT_STAND_IN && region !== REGION_STAND_IN,
    );
  const names = [
    ...judged.entries.flatMap((entry) => componentNames(entry, places)),
    ...databaseNames(judged, places),
    ...flagNames(judged, places),
  ];
  return duplicates(names);
};

function duplicates(names: readonly Resolved[]): Finding[] {
  const first = new Map<string, Resolved>();
  const reported = new Set<string>();
  return names.flatMap((each) => {
    const key = [each.kind, each.scope, each.name].join('\0');
    const other = first.get(key);
    first.set(key, other ?? each);
    if (other === undefined || other.environment === each.environment || reported.has(key)) return [];
    reported.add(key);
    const place = each.regional ? ` in ${each.scope}` : '';
    const message = `${each.kind} ${quoted(each.name)} would be the same for ${other.environment} and ${each.environment}${place}`;
    return [
      {
        path: each.path,
        message,
        allowed: 'each environment needs a name of its own, with {environment} or {stage} in it',
      },
    ];
  });
}

function componentNames(entry: ComponentEntry, places: readonly Place[]): Resolved[] {
  return places
    .filter(({ environment }) => existsIn(entry, environment))
    .flatMap((place) => [
      ...ownedNames(entry).flatMap((owned) => resolve(owned, entry, place)),
      ...pagesNames(entry, place),
    ]);
}

function ownedNames(entry: ComponentEntry): OwnedName[] {
  const { observes, migrations, outputs = {}, checks = [], alarms = [] } = entry.declaration;
  const path = pathOf(entry);
  const owned = (kind: string, place: ManifestPath, text: string): OwnedName => ({
    kind,
    path: [...path, ...place],
    text,
    regional: true,
  });
  return [
    ...(observes?.stacks ?? []).map((text, index) => owned('stack', ['observes', 'stacks', index], text)),
    ...(observes?.functions ?? []).map(({ name }, index) =>
      owned('function', ['observes', 'functions', index, 'name'], name),
    ),
    ...(observes?.layers ?? []).map((text, index) => owned('layer', ['observes', 'layers', index], text)),
    ...(observes?.logs ?? []).map((text, index) => owned('log group', ['observes', 'logs', index], text)),
    ...(migrations === undefined ? [] : [owned('function', ['migrations', 'function'], migrations.function)]),
    ...Object.entries(outputs).flatMap(([name, output]) =>
      'parameter' in output ? [owned('SSM parameter', ['outputs', name, 'parameter'], output.parameter)] : [],
    ),
    ...alarms.map((alarm, index) =>
      owned('alarm', ['alarms', index, 'preset' in alarm ? 'function' : 'name'], alarmName(alarm)),
    ),
    ...checks.flatMap((check, index) => {
      const host = 'http' in check ? /^https?:\/\/([^/?#]+)/.exec(check.http)?.[1] : undefined;
      return host === undefined
        ? []
        : [{ ...owned('host', ['checks', index, 'http'], host), regional: false }];
    }),
  ];
}

function resolve(owned: OwnedName, entry: ComponentEntry, place: Place): Resolved[] {
  const valueOf = (name: string): string | undefined => placeholderValue(name, entry, place);
  const name = fillPlaceholders(owned.text, valueOf);
  if (placeholdersOf(name).length > 0) return [];
  const scope = owned.regional ? `account ${place.declaration.account}, ${valueOf('region') ?? ''}` : '';
  return [{ ...owned, environment: place.environment, name, scope }];
}

function pagesNames(entry: ComponentEntry, place: Place): Resolved[] {
  const { pages } = entry.declaration;
  const branch = Object.hasOwn(pages?.branches ?? {}, place.environment)
    ? pages?.branches[place.environment]?.branch
    : undefined;
  if (pages === undefined || branch === undefined) return [];
  const path = [...pathOf(entry), 'pages', 'branches', place.environment, 'branch'];
  const owned = { kind: 'Pages branch', path, text: `${pages.project}:${branch}`, regional: false };
  return resolve(owned, entry, place);
}

function databaseNames(judged: Judged, places: readonly Place[]): Resolved[] {
  const used = judged.entries.find((entry) => entry.declaration.migrations !== undefined);
  return places.flatMap(({ environment, declaration }) => {
    if (declaration.database === undefined) return [];
    const region =
      used === undefined
        ? declaration.region
        : (placeholderValue('region', used, { environment, declaration }) ?? '');
    const path = ['environments', environment, 'database'];
    const scope = `account ${declaration.account}, ${region}`;
    return [
      {
        kind: 'database',
        path,
        text: declaration.database,
        regional: true,
        environment,
        name: declaration.database,
        scope,
      },
    ];
  });
}

function flagNames({ manifest }: Judged, places: readonly Place[]): Resolved[] {
  return places.flatMap(({ environment, declaration }) =>
    Object.entries(manifest.flags ?? {}).map(([flag, { parameter }]) => ({
      kind: 'SSM parameter',
      path: ['flags', flag, 'parameter'],
      text: parameter,
      regional: true,
      environment,
      name: fillPlaceholders(parameter, (name) => (name === 'environment' ? environment : undefined)),
      scope: `account ${declaration.account}, ${declaration.region}`,
    })),
  );
}
