/** How a batch of statements is sent to a client that reads one statement a line, and how its answer is read. Any client will do: all that counts is said in SQL. */
export interface SessionScript {
  readonly lines: readonly string[];
  /** What a line of the answer tells. */
  heed(line: string): HeededLine;
}

export type HeededLine =
  /** For a person. */
  | 'shown'
  | 'hidden'
  /** All statements have succeeded. */
  | 'succeeded'
  /** The transaction is over. */
  | 'over';

/** What clients say beside the rows. */
const TAGS = /^(BEGIN|SET|SET CONSTRAINTS|ROLLBACK|COMMIT|-+|\(1 row\)|)$/;
/** What only our own statements say. */
const OURS = /^SET CONSTRAINTS$|current transaction is aborted/;

/**
 * All statements in one transaction. Reading, it is one that may only read, so that the server itself refuses whatever gets past us; and since the
 * marker behind the statements fails with them, its absence tells of a failure, whatever exit code the client has.
 */
export function sessionScript(statements: readonly string[], mayWrite: boolean, mark: string): SessionScript {
  const [done, end] = [`done_${mark}`, `end_${mark}`];
  const ask = (word: string): string => `select '${word}' as "${word}";`;
  const lines = [
    ...(mayWrite
      ? ['begin;']
      : ['set session characteristics as transaction read only;', 'begin read only;']),
    ...statements.map((each) => `${each};`),
    // What is checked at the end only would fail after the marker.
    ...(mayWrite ? ['set constraints all immediate;'] : []),
    ask(done),
    mayWrite ? 'commit;' : 'rollback;',
    ask(end),
  ];
  let isBetween = true;
  const heed = (line: string): HeededLine => {
    const word = line.trim();
    if (word === done || word === end) {
      isBetween = true;
      return word === done ? 'succeeded' : 'over';
    }
    isBetween = (isBetween && TAGS.test(word)) || OURS.test(word);
    if (isBetween) return 'hidden';
    return 'shown';
  };
  return { lines, heed };
}
