import type { LiveSchema } from '../../model/live-state';
import { readMigrations, compareSchema } from '../migrations';

/** A text file of a migrations folder. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A migration with what it does and what undoes it. */
export interface TrialFile {
  readonly version: number;
  readonly file: string;
  readonly up: string;
  /** null: there is no way back. */
  readonly down: { readonly file: string; readonly text: string } | null;
}

export interface Trial {
  /** What the environment has, in order: how its schema is built where it cannot be copied. */
  readonly base: readonly TrialFile[];
  /** What is tried, in order. */
  readonly pending: readonly TrialFile[];
  /** Files that are another than what was applied. */
  readonly edited: readonly string[];
  /** Applied, and their file is nowhere. */
  readonly unknown: readonly string[];
}

export interface TrialSources {
  /** Of the tree to try. */
  readonly tried: readonly SourceText[];
  /** Of what is live; where both have a file, this is what was applied. */
  readonly live: readonly SourceText[];
  /** null: nothing is applied yet. */
  readonly schema: LiveSchema | null;
}

/** What is tried, and on what. */
export function planTrial({ tried, live, schema }: TrialSources): Trial {
  const files = trialFiles(tried);
  const applied = schema?.migrations ?? [];
  const known = new Map([...files, ...trialFiles(live)].map((each) => [each.version, each]));
  const { pending, edited } = compareSchema(readMigrations(tried), schema);
  const isPending = new Set(pending.map(({ version }) => version));
  return {
    base: inOrder(applied).flatMap(({ version }) => known.get(version) ?? []),
    pending: files.filter(({ version }) => isPending.has(version)),
    edited: edited.map(({ file }) => file),
    unknown: applied
      .filter(({ version }) => !known.has(version))
      .map(({ version, name }) => `V${version} ${name}`),
  };
}

function trialFiles(sources: readonly SourceText[]): TrialFile[] {
  const texts = new Map(sources.map(({ path, text }) => [nameOf(path), text]));
  return readMigrations(sources).map(({ version, file }) => {
    const reverse = file.replace(/^V/, 'U');
    const text = texts.get(reverse);
    return {
      version,
      file,
      up: texts.get(file) ?? '',
      down: text === undefined ? null : { file: reverse, text },
    };
  });
}

function inOrder<T extends { readonly version: number }>(rows: readonly T[]): T[] {
  return [...rows].sort((left, right) => left.version - right.version);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
