/** What a migration itself has made before a statement: nobody who is live uses it yet. */
export interface Created {
  readonly tables: Set<string>;
  /** `table.column` */
  readonly columns: Set<string>;
}
