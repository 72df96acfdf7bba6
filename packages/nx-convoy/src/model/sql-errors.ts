import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns sessions on a database.

export function connectMissing(
  component: string,
  environment: string,
  known: readonly string[],
): CoordinationError {
  const there = known.length === 0 ? '' : `; it names one for ${known.join(', ')}`;
  return refusal(
    'CONVOY_SQL_CONNECT_MISSING',
    `repos.json names no way to connect to the database of ${component} in ${environment}${there}`,
    {
      remedy: `add it to ${component} in repos.json:  "connect": { "${environment}": "<command that reads SQL from its standard input>" }`,
    },
  );
}

export function sqlMissing(component: string, environment: string): CoordinationError {
  return refusal('CONVOY_SQL_MISSING', 'there is nothing to ask, and no terminal to type it on', {
    remedy: `npx nx run ${component}:sql --configuration=${environment} --query="select …"        or --file=<file>\nor the same command in a terminal, for a prompt`,
  });
}

export interface RefusedStatement {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** It would write, or change the session. */
export function sqlWrites({ line, text, why }: RefusedStatement): CoordinationError {
  return refusal('CONVOY_SQL_WRITES', `${said(line, text)}: ${why}, and this session may only read`, {
    remedy: 'if it is meant:  the same command with --write --reason="…"',
  });
}

/** It cannot be part of a transaction that is made for it, or cannot be sent. */
export function sqlUnfit({ line, text, why }: RefusedStatement): CoordinationError {
  return refusal('CONVOY_SQL_UNFIT', `${said(line, text)}: ${why}`, {
    remedy: 'leave it out; a change of the schema is a migration:  npx nx g nx-convoy:migration <name>',
  });
}

function said(line: number, text: string): string {
  return `line ${line} “${text.replace(/\s+/g, ' ').slice(0, 60)}”`;
}
