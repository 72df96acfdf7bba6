import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { LandingMove } from './landing-move';

export type KnownPins = Readonly<Record<string, Pin | null>>;

export interface PromotionQuestion {
  readonly manifest: Manifest;
  readonly from: string;
  readonly to: string;
  /** Only repositories that have this branch, at its head; null: what is pinned in `from`. */
  readonly feature: string | null;
  /** Trees that merging makes are pinned in `from` first. */
  readonly via: boolean;
  readonly signedOffBy: string | null;
  /** Of the run, in the messages of the merges. */
  readonly id: string;
  readonly pins: { readonly from: KnownPins; readonly to: KnownPins };
}

export interface PromotedPin {
  readonly component: string;
  readonly before: Pin | null;
  readonly pin: Pin;
  /** Where it was verified; null: nowhere yet. */
  readonly evidence: string | null;
}

/** What a promotion does: a value that is printed, and only then performed. */
export interface Promotion {
  readonly from: string;
  readonly to: string;
  /** The environment whose pins are written: the earlier one where trees must pass there first. */
  readonly pinned: string;
  readonly pins: readonly PromotedPin[];
  readonly moves: readonly LandingMove[];
  /** By what rule commits were chosen: nothing is “the latest”. */
  readonly takes: string;
  /** A line for each repository. */
  readonly repos: readonly string[];
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
  /** Whether `--via` would help. */
  readonly needsVia: boolean;
}
