import type { ComponentEntry } from './component-entry';
import type { EnvironmentDeclaration } from './manifest';

// {name} stands for a value of the component in an environment, {outputs.<component>.<name>} for a value that is known only after
// that component was deployed and is filled in just before it is used.

const PLACEHOLDER = /\{([A-Za-z][\w.-]*)\}/g;
const OUTPUT = /^outputs\.([^.]+)\.([^.]+)$/;

export const BUILT_IN_PLACEHOLDERS: readonly string[] = [
  'environment',
  'stage',
  'region',
  'account',
  'database',
  'branch',
  'component',
  'repo',
];
/** In `migrations.revert`: the version that the schema goes back to. */
export const REVERT_VERSION = 'version';
/** The same in every environment. */
export const STEADY_PLACEHOLDERS: readonly string[] = ['component', 'repo'];

export interface OutputReference {
  readonly component: string;
  readonly output: string;
}

/** The names between braces, in order, each once. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''))];
}

/** What `outputs.<component>.<name>` refers to; null for every other placeholder. */
export function outputReference(placeholder: string): OutputReference | null {
  const match = OUTPUT.exec(placeholder);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { component: match[1], output: match[2] };
}

/** Replaces every placeholder for which `valueOf` knows a value; others stay as they are. */
export function fillPlaceholders(text: string, valueOf: (name: string) => string | undefined): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => valueOf(name) ?? whole);
}

/** The value of a placeholder of a component in an environment; undefined where the manifest has none. */
export function placeholderValue(
  name: string,
  entry: ComponentEntry,
  place: { readonly environment: string; readonly declaration: EnvironmentDeclaration },
): string | undefined {
  const { declaration } = entry;
  const { environment } = place;
  switch (name) {
    case 'environment':
      return environment;
    case 'stage':
      return own(declaration.stage, environment) ?? environment;
    case 'region':
      return own(declaration.region, environment) ?? place.declaration.region;
    case 'account':
      return place.declaration.account;
    case 'database':
      return place.declaration.database;
    case 'branch':
      return place.declaration.branch;
    case 'component':
      return entry.name;
    case 'repo':
      return entry.repo;
    default:
      return own(own(declaration.values, name), environment);
  }
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
