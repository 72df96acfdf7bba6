import type { Command, Migrations, ObservedFunction, PagesBranch } from './resolved-component';

/** One effect with what undoes it, or why nothing does. */
export type Step = { readonly why: string; readonly undo: string } & (
  | { readonly type: 'run'; readonly command: Command }
  | { readonly type: 'migrate'; readonly migrations: Migrations; readonly versions: readonly string[] }
  | { readonly type: 'move-alias'; readonly function: ObservedFunction; readonly alias: string }
  | {
      readonly type: 'push';
      readonly pages: PagesBranch;
      readonly from: string | null;
      readonly commit: string;
    }
  | { readonly type: 'request-build'; readonly pages: PagesBranch; readonly commit: string }
);

/** What one deploy of one component would do and why; frozen before it is performed. */
export type Plan =
  | { readonly type: 'nothing'; readonly component: string; readonly because: string }
  | {
      readonly type: 'work';
      readonly component: string;
      readonly reasons: readonly string[];
      readonly steps: readonly Step[];
    };
