import type { Announce } from './announce';

/** What every verb is told. */
export interface SandboxOrder {
  /** The folder below which `.convoy/` lies. */
  readonly root: string;
  /** Default: repos.json in the root. */
  readonly manifest?: string;
  /** An installation of the emulator to share; default: the checkout's own. */
  readonly venv?: string;
  /** The caller's environment: for the search of Python and pip; the services see a few names of it only. */
  readonly environment: NodeJS.ProcessEnv;
  readonly announce: Announce;
}
