import type { Json } from './json';

/** One statement as PostgreSQL's parser reads it. */
export interface SqlStatement {
  /** Kind of the parser's node, such as `AlterTableStmt`; `unreadable` where the parser gave up, `dynamic` where the text is only made when it runs. */
  readonly kind: string;
  /** The node's fields. */
  readonly node: Readonly<Record<string, Json>>;
  readonly text: string;
  /** Line on which it begins, from 1. */
  readonly line: number;
  /** Of a `DO`: the statements of its body; null: its body could not be read. */
  readonly inner?: readonly SqlStatement[] | null;
  /** A value of a procedure, such as a condition, read as a SELECT: it counts only where something is wrong with it. */
  readonly isExpression?: true;
}
