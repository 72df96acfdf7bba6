import type { ErrorDescription } from './error-descriptions';

/** The codes of sessions on a database. */
export const sqlErrorDescriptions = {
  CONVOY_SQL_CONNECT_MISSING: {
    when: 'A session on a database was wanted in an environment for which the component declares no `connect`.',
    action: 'Name the command in repos.json, or ask another environment.',
  },
  CONVOY_SQL_MISSING: {
    when: 'A session on a database was wanted without `--query` and without `--file`, and there is no terminal; or what was given has no statement.',
    action: 'Give the statements: `--query="select …"`.',
  },
  CONVOY_SQL_WRITES: {
    when: 'A statement of a session that may only read is no plain question: it writes, changes the session, or PostgreSQL’s parser cannot read it.',
    action:
      'Ask with `select`, `show`, `values`, `table` or `explain`; or write with `--write --reason="…"`, which is recorded.',
  },
  CONVOY_SQL_UNFIT: {
    when: 'A statement cannot be run in the one transaction that all statements of a session have, or not be sent on one line: it begins or ends a transaction, PostgreSQL refuses it in one, its text has a line break in quotes, or the parser cannot read it.',
    action: "Leave it out, or write the line break as `E'\\n'`.",
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
