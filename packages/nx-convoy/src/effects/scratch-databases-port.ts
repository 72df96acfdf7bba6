import type { Catalogue } from '../model/catalogue';

/** Throw-away databases on a PostgreSQL of this machine. Refuses with CONVOY_SCRATCH_MISSING, CONVOY_SCRATCH_ELSEWHERE. */
export interface ScratchDatabases {
  /**
   * Makes a database for the work and drops it afterwards, whatever happens; what killed runs left is dropped first. Where the server has the environment's own
   * database and nobody is connected to it, the new one is a copy of it, else it is empty. The environment's database itself is never changed.
   */
  use<T>(wish: ScratchWish, work: (scratch: ScratchDatabase) => Promise<T>): Promise<T>;
}

export interface ScratchWish {
  readonly environment: string;
  readonly run: string;
  /** `$NAME` of the variable that has the address of a server; null: one is started for the work. The sandbox uses its own. */
  readonly server: string | null;
}

export type ScratchBase =
  | { readonly type: 'copied'; readonly from: string }
  /** `why`: what kept it from being copied. */
  | { readonly type: 'empty'; readonly why: string };

export interface ScratchDatabase {
  readonly base: ScratchBase;
  /** In a person's words. */
  readonly server: string;
  /** Whether others have databases on the server: what reaches beyond the database must not be run there. */
  readonly isShared: boolean;
  /** Runs statements one after the other. In a transaction all of them happen or none. */
  run(batch: SqlBatch): Promise<BatchOutcome>;
  catalogue(): Promise<Catalogue>;
}

export interface SqlBatch {
  readonly statements: readonly string[];
  readonly inTransaction: boolean;
}

export type BatchOutcome =
  | { readonly type: 'done' }
  | {
      readonly type: 'failed';
      /** Index of the statement; as many as there are: the transaction could not be committed. */
      readonly statement: number;
      /** As PostgreSQL says it. */
      readonly message: string;
      /** Character of the statement that is meant, from 1; null: PostgreSQL does not tell. */
      readonly position: number | null;
    };
