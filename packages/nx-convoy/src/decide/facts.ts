import type { LiveAlarm } from '../model/alarm';
import type { LiveState } from '../model/live-state';
import type { Pin } from '../model/pin';
import type { ComponentRecord } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import type { MigrationFile } from './migrations';

/** How the head of a branch stands to a commit. `carries`: another commit, but what the component consists of is the same. */
export type BranchRelation = 'absent' | 'same' | 'carries' | 'behind' | 'ahead' | 'diverged';

/** Everything that was read before deciding what one deploy does. */
export interface DeploymentFacts {
  readonly component: ResolvedComponent;
  readonly pin: Pin;
  readonly record: ComponentRecord;
  readonly live: LiveState;
  /** Of the declared alarms, those that exist. */
  readonly alarms: readonly LiveAlarm[];
  readonly migrations: readonly MigrationFile[];
  /** Commits from what was last verified to the pin, newest first. */
  readonly commits: readonly { readonly commit: string; readonly subject: string }[];
  /** Of the Pages branch, for a component that deploys by pushing one. */
  readonly branch: BranchRelation;
  /** Whether somebody moved the branch forward since we left it, and the pin has all of that: a deploy takes nothing of it away. */
  readonly branchGrew: boolean;
  /** Whether a deployment of exactly what the branch must serve has succeeded or is under way. */
  readonly built: boolean;
  /** Of the environment. */
  readonly isProtected: boolean;
}
