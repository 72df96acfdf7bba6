import type { Alarm } from './alarm';
import type { StoredStack } from './receipt';
import type { Command, Migrations, ObservedFunction, PagesBranch } from './resolved-component';

/** One effect with what undoes it, or why nothing does. */
export type Step = { readonly why: string; readonly undo: string } & (
  | { readonly type: 'run'; readonly command: Command }
  | { readonly type: 'migrate'; readonly migrations: Migrations; readonly versions: readonly string[] }
  | {
      readonly type: 'revert-migrations';
      readonly migrations: Migrations;
      readonly to: number;
      readonly versions: readonly string[];
    }
  | { readonly type: 'put-alarms'; readonly alarms: readonly Alarm[] }
  | { readonly type: 'snapshot'; readonly instance: string }
  | { readonly type: 'move-alias'; readonly function: ObservedFunction; readonly alias: string }
  | {
      readonly type: 'set-aliases';
      readonly aliases: readonly {
        readonly function: string;
        readonly alias: string;
        readonly version: string;
      }[];
    }
  | { readonly type: 'set-layers'; readonly function: string; readonly layers: readonly string[] }
  | { readonly type: 'delete-stack'; readonly stack: string }
  | { readonly type: 'continue-rollback'; readonly stack: string }
  | { readonly type: 'restore-stack'; readonly stored: StoredStack }
  | {
      readonly type: 'push';
      readonly pages: PagesBranch;
      readonly from: string | null;
      readonly commit: string;
    }
  /** A new commit on top of the branch with the tree of another: how a branch that others push to goes back. */
  | { readonly type: 'carry'; readonly pages: PagesBranch; readonly head: string; readonly commit: string }
  | { readonly type: 'request-build'; readonly pages: PagesBranch; readonly commit: string }
  | { readonly type: 'pages-rollback'; readonly pages: PagesBranch; readonly deployment: string }
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
