/** What a statement may do to a database that is in use. */
export type Danger =
  /** Holds a lock that others wait for, as long as the table is large. */
  | 'blocking'
  /** Code that is live now and does not know of it fails. */
  | 'breaking'
  /** Data is lost that the way back does not bring again. */
  | 'irreversible';

export interface Hazard {
  readonly danger: Danger;
  /** In a person's words. */
  readonly why: string;
  /** Names that live code may use: of tables, columns, functions. */
  readonly uses: readonly string[];
}

export const blocking = (why: string): Hazard => ({ danger: 'blocking', why, uses: [] });
export const breaking = (why: string, ...uses: string[]): Hazard => ({ danger: 'breaking', why, uses });
export const irreversible = (why: string): Hazard => ({ danger: 'irreversible', why, uses: [] });
