import type { WorldName } from '../../model/receipt';
import type { LeaseStamps } from '../lease-stamps';
import type { Machine } from '../machine';
import type { Clock } from '../ports';
import type { GitSettings } from './open-git';

export interface LedgerOptions extends GitSettings {
  readonly world: WorldName;
  /** The folder `.convoy` of the workspace. */
  readonly home: string;
  /** URL or path of the remote that keeps the ledger; null: the workspace has none, so the ledger stays in the workspace's own git directory. */
  readonly remote: string | null;
  /** The run whose processes share what they know of the ledger. */
  readonly run: string;
  /** The commit that the run was judged on, where it is known; null: nobody asked yet. */
  readonly known?: string | null;
  readonly clock: Clock;
  readonly machine?: Machine;
  /** Told of every push that proves the lock to be ours, and of its end. */
  readonly stamps?: LeaseStamps;
  readonly leaseMilliseconds?: number;
}
