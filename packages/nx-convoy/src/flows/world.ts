import type { Announcements } from '../effects/announcements-port';
import type { Browser } from '../effects/browser-port';
import type { CommittedEdits } from '../effects/committed-edits-port';
import type {
  Artefacts,
  Clock,
  Cloud,
  Coordination,
  Databases,
  Journal,
  Lease,
  Ledger,
  Locks,
  Outbox,
  Output,
  Pages,
  Repos,
  Shell,
  Web,
} from '../effects/ports';
import type { History } from '../effects/history-port';
import type { Questions } from '../effects/questions-port';
import type { ScratchDatabases } from '../effects/scratch-databases-port';
import type { SqlParser } from '../effects/sql-parser-port';
import type { Merges } from '../effects/merges-port';
import type { Logs } from '../effects/logs-port';
import type { Tags } from '../effects/tags-port';
import type { Watch } from '../effects/watch-port';
import type { RunFlags } from '../model/run-flags';
import type { WorldName } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';

/** Everything that a flow may touch. Built for real in world.ts, by fakes in tests. */
export interface World {
  readonly name: WorldName;
  /** Version of this plugin. */
  readonly plugin: string;
  readonly repos: Repos;
  readonly edits: CommittedEdits;
  readonly merges: Merges;
  readonly history: History;
  readonly tags: Tags;
  readonly sql: SqlParser;
  readonly scratch: ScratchDatabases;
  readonly questions: Questions;
  readonly ledger: Ledger;
  readonly locks: Locks;
  readonly lease: Lease;
  readonly outbox: Outbox;
  /** The cloud in a region, with the identity that the environment declares. */
  cloud(region: string): Cloud;
  databases(region: string): Databases;
  logs(region: string): Logs;
  /** CloudWatch in a region, with the same identity. */
  watch(region: string): Watch;
  readonly pages: Pages;
  readonly shell: Shell;
  readonly web: Web;
  readonly browser: Browser;
  readonly announcements: Announcements;
  readonly clock: Clock;
  readonly output: Output;
  readonly journal: Journal;
  readonly artefacts: Artefacts;
  /** Whether a signal asked us to stop: nothing new is started then. */
  interrupted(): boolean;
  /** Who runs this: user@host. */
  readonly who: string;
  readonly coordination: Coordination;
  /** Run-wide flags, checked by the pre hook. */
  readonly flags: RunFlags;
  /** The value of a `$NAME` reference, undefined where it is not set. */
  variable(name: string): string | undefined;
  /** The scrubbed environment of a child. `prepare` gets no cloud credentials. */
  childEnvironment(
    component: ResolvedComponent,
    purpose: 'prepare' | 'deploy',
  ): Promise<Record<string, string>>;
}
