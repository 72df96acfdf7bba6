import type { Point } from './killing';

/** What somebody types, and what becomes of it. */
export interface PromotionJob {
  /** The checkout of the workspace. */
  readonly checkout: string;
  /** Folder of the bare repositories. */
  readonly remotes: string;
  readonly run: string;
  readonly verb: 'promote' | 'finish';
  readonly options: object;
  /** Where it stops; null: nowhere. */
  readonly point: Point | null;
  /** The run that must have planned before this one pushes; null: it waits for nobody. */
  readonly meets: string | null;
}

export interface PromotionEnd {
  /** Code of the refusal; null: it was done. */
  readonly refused: string | null;
  readonly message: string;
  readonly remedy: string | null;
  readonly calls: readonly string[];
}
