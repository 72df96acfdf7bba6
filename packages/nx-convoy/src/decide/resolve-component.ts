import { componentEntry, environmentOf, existsIn, type ComponentEntry } from '../model/component-entry';
import { digestOf } from '../model/digest';
import { parseDuration } from '../model/duration';
import type { EnvironmentDeclaration, Manifest } from '../model/manifest';
import { mapTexts, TEMPLATE_PARTS } from '../model/manifest/templates';
import {
  fillPlaceholders,
  outputReference,
  placeholdersOf,
  placeholderValue,
  REVERT_VERSION,
} from '../model/placeholders';
import type { ResolvedComponent } from '../model/resolved-component';
import { normaliseDeclaration, type NormalisedParts } from './normalise-declaration';

export type Resolution =
  | { readonly type: 'absent' }
  | {
      readonly type: 'resolved';
      readonly component: ResolvedComponent;
      /** Placeholders that the environment has no value for; they stay as written. Only a closed environment has any. */
      readonly missing: readonly string[];
    };

/** A component in an environment, with every value filled in but `{outputs…}` and `$NAME`. Both names must be of the manifest. */
export function resolveComponent(manifest: Manifest, component: string, environment: string): Resolution {
  const entry = componentEntry(manifest, component);
  const declaration = environmentOf(manifest, environment);
  if (entry === null) throw new RangeError(`no component ${component} in the manifest`);
  if (declaration === null) throw new RangeError(`no environment ${environment} in the manifest`);
  if (!existsIn(entry, environment)) return { type: 'absent' };
  const place = { environment, declaration };
  const missing = new Set<string>();
  const parts = fillParts(normaliseDeclaration(entry.declaration, environment), (name) => {
    const value = placeholderValue(name, entry, place);
    if (value === undefined && outputReference(name) === null && name !== REVERT_VERSION) missing.add(name);
    return value;
  });
  const undigested = { ...identity(entry, place), ...parts };
  return {
    type: 'resolved',
    component: { ...undigested, declaration: digestOf(deployedPart(undigested)) },
    missing: [...missing],
  };
}

/** What decides a deploy: other words for a person, or another way back, are no reason to deploy again. */
function deployedPart(component: Omit<ResolvedComponent, 'declaration'>): object {
  const { migrations } = component;
  const { folder, function: name, apply, inspect } = migrations ?? {};
  return {
    ...component,
    description: undefined,
    rollback: undefined,
    connect: undefined,
    maxAge: undefined,
    config: undefined,
    alarms: undefined,
    bounds: undefined,
    migrations: migrations === null ? null : { folder, function: name, apply, inspect },
  };
}

type Identity = Omit<ResolvedComponent, keyof NormalisedParts | 'declaration'>;

function identity(
  entry: ComponentEntry,
  place: { environment: string; declaration: EnvironmentDeclaration },
): Identity {
  const { declaration } = entry;
  return {
    name: entry.name,
    repo: entry.repo,
    url: entry.url,
    kind: declaration.kind ?? 'component',
    description: declaration.description ?? '',
    environment: place.environment,
    stage: placeholderValue('stage', entry, place) ?? place.environment,
    region: placeholderValue('region', entry, place) ?? place.declaration.region,
    account: place.declaration.account,
    dependsOn: declaration.dependsOn ?? [],
    paths: declaration.paths ?? ['.'],
    maxAge: declaration.maxAge === undefined ? null : parseDuration(declaration.maxAge),
  };
}

function fillParts(parts: NormalisedParts, valueOf: (name: string) => string | undefined): NormalisedParts {
  const filled = TEMPLATE_PARTS.map((part) => [
    part,
    mapTexts(part, parts[part], (text) => fillPlaceholders(text, valueOf)),
  ]);
  return { ...parts, ...(Object.fromEntries(filled) as Partial<NormalisedParts>) };
}

/** Outputs by component, then by name. */
export type KnownOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A copy in which every `{outputs.<component>.<name>}` that is known was filled in; others stay as they are. */
export function substituteOutputs<T>(value: T, outputs: KnownOutputs): T {
  return mapEveryText(value, (text) =>
    fillPlaceholders(text, (name) => {
      const reference = outputReference(name);
      if (reference === null || !Object.hasOwn(outputs, reference.component)) return undefined;
      const known = outputs[reference.component] ?? {};
      return Object.hasOwn(known, reference.output) ? known[reference.output] : undefined;
    }),
  ) as T;
}

/** The `{outputs.<component>.<name>}` that still stand in a value. */
export function unknownOutputs(value: unknown): string[] {
  const found = new Set<string>();
  mapEveryText(value, (text) => {
    for (const name of placeholdersOf(text)) if (outputReference(name) !== null) found.add(`{${name}}`);
    return text;
  });
  return [...found];
}

function mapEveryText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapEveryText(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, mapEveryText(field, change)]));
}
