import type { SqlStatement } from '../model/sql-statement';

/** PostgreSQL's own parser. */
export interface SqlParser {
  /** The statements of a text in their order; what stands in a `DO` is within its statement. Text that PostgreSQL does not understand is one statement of kind `unreadable`. */
  parse(text: string): Promise<SqlStatement[]>;
}
