import type { Classified } from '../sql/classify-migration';
import type { CatalogueDifference } from './compare-catalogues';

export interface TriedFile {
  readonly file: string;
  /** File that undoes it; null: there is none. */
  readonly down: string | null;
  readonly statements: readonly Classified[];
}

export interface ScriptFailure {
  readonly file: string;
  readonly line: number;
  /** Empty: the end of the transaction. */
  readonly statement: string;
  /** As PostgreSQL says it. */
  readonly message: string;
}

/** What the files were tried on. */
export interface Tried {
  readonly base:
    { readonly type: 'copied'; readonly from: string } | { readonly type: 'empty'; readonly why: string };
  readonly server: string;
  readonly files: readonly TriedFile[];
  /** Files that are another than what was applied. */
  readonly edited: readonly string[];
}

/** Which of the ways something went wrong. */
export type TrialPhase = 'base' | 'up' | 'down' | 'up again';

export type TrialEnd =
  | { readonly type: 'nothing'; readonly edited: readonly string[] }
  | { readonly type: 'interrupted' }
  | (Tried & { readonly type: 'failed'; readonly phase: TrialPhase; readonly failure: ScriptFailure })
  | (Tried & {
      readonly type: 'tried';
      /** What the migrations change. */
      readonly changes: readonly CatalogueDifference[];
      /** How the schema differs from before after the way back; null: there is none. */
      readonly left: readonly CatalogueDifference[] | null;
      /** How it differs from the first time when they are applied again; null: that could not be tried. */
      readonly again: readonly CatalogueDifference[] | null;
    });
