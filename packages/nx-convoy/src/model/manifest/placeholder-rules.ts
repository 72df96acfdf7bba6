import { existsIn, type ComponentEntry } from '../component-entry';
import { nearest } from '../nearest';
import {
  BUILT_IN_PLACEHOLDERS,
  outputReference,
  REVERT_VERSION,
  placeholdersOf,
  placeholderValue,
  STEADY_PLACEHOLDERS,
} from '../placeholders';
import { pathOf, type Rule } from './judged';
import { quoted, type Finding } from './problem';
import { templatesOf, type Template } from './templates';

/** Parts that are the same in every environment: a prepared worktree and a test result belong to a commit. */
const STEADY_PARTS = new Set(['prepare', 'test']);

export const unknownPlaceholders: Rule = ({ entries }) =>
  entries.flatMap((entry) => {
    const known = [...BUILT_IN_PLACEHOLDERS, ...Object.keys(entry.declaration.values ?? {})];
    return templatesOf(entry).flatMap((template) =>
      placeholdersOf(template.text).flatMap((name) => placeholderFinding(name, known, template)),
    );
  });

function placeholderFinding(name: string, known: readonly string[], template: Template): Finding[] {
  const { path, part } = template;
  if (outputReference(name) !== null) return [];
  if (name === 'outputs' || name.startsWith('outputs.')) {
    return [{ path, message: `{${name}} names no output`, allowed: 'write {outputs.<component>.<name>}' }];
  }
  // The version that a revert goes down to is known only then.
  if (name === REVERT_VERSION && path.includes('revert')) return [];
  if (!known.includes(name)) {
    const allowed = `known here are ${known.join(', ')} and outputs.<component>.<name>`;
    return [{ path, message: `unknown placeholder {${name}}`, allowed, didYouMean: nearest(name, known) }];
  }
  if (!STEADY_PARTS.has(part) || STEADY_PLACEHOLDERS.includes(name)) return [];
  const message = `{${name}} differs between environments, but ${quoted(part)} is done once for a commit`;
  return [{ path, message, allowed: 'move the command to "deploy" or leave the placeholder out' }];
}

/** Values that an open environment lacks. Of a closed one they are listed by neededToOpen instead. */
export const missingValues: Rule = ({ manifest, entries }) =>
  entries.flatMap((entry) =>
    Object.entries(manifest.environments).flatMap(([environment, declaration]) =>
      declaration.closed === undefined && existsIn(entry, environment)
        ? missingIn(entry, { environment, declaration }).map(({ finding }) => finding)
        : [],
    ),
  );

/** A value that a component lacks in an environment: where that shows, and the field to fill. */
export interface MissingValue {
  readonly finding: Finding;
  readonly field: string;
}

export function missingIn(
  entry: ComponentEntry,
  place: Parameters<typeof placeholderValue>[2],
): MissingValue[] {
  const { environment } = place;
  const missing = new Map<string, MissingValue>();
  for (const { text, path } of templatesOf(entry)) {
    for (const name of placeholdersOf(text)) {
      if (outputReference(name) !== null || !isDeclared(name, entry) || missing.has(name)) continue;
      if (placeholderValue(name, entry, place) !== undefined) continue;
      const field = fieldOf(name, entry, environment);
      const message = `{${name}} of ${entry.name} has no value for ${environment}`;
      missing.set(name, { field, finding: { path, message, allowed: `add ${field}` } });
    }
  }
  const branch = missingBranch(entry, environment);
  return branch === null ? [...missing.values()] : [...missing.values(), branch];
}

function missingBranch(entry: ComponentEntry, environment: string): MissingValue | null {
  const { pages } = entry.declaration;
  if (pages === undefined || Object.hasOwn(pages.branches, environment)) return null;
  const path = [...pathOf(entry), 'pages', 'branches'];
  const field = [...path, environment].join('.');
  const message = `${entry.name} is deployed by a branch, but has none for ${environment}`;
  return { field, finding: { path, message, allowed: `add ${field}` } };
}

function isDeclared(name: string, entry: ComponentEntry): boolean {
  return BUILT_IN_PLACEHOLDERS.includes(name) || Object.hasOwn(entry.declaration.values ?? {}, name);
}

function fieldOf(name: string, entry: ComponentEntry, environment: string): string {
  if (BUILT_IN_PLACEHOLDERS.includes(name)) return `environments.${environment}.${name}`;
  return [...pathOf(entry), 'values', name, environment].join('.');
}
