import { meansTheSame, onOneLine } from '../decide/sql/on-one-line';
import { needsNoTransaction } from '../decide/sql/needs-no-transaction';
import { sessionScript, type HeededLine } from '../decide/sql/session-script';
import { whyItWrites } from '../decide/sql/why-it-writes';
import type { ShellOutcome } from '../effects/ports';
import { prepareMissing } from '../model/errors';
import type { SqlStatement } from '../model/sql-statement';
import { connectMissing, sqlMissing, sqlUnfit, sqlWrites } from '../model/sql-errors';
import { guardAccount } from './guard-account';
import type { Order } from './order';
import type { World } from './world';

export interface SqlWish {
  readonly text: string;
  readonly mayWrite: boolean;
}

/** A statement that may be sent, as it is sent. */
export interface SqlLine {
  readonly statement: SqlStatement;
  readonly line: string;
}

export type SqlEnd =
  | { readonly type: 'answered' }
  /** Nothing was changed. */
  | { readonly type: 'failed'; readonly message: string }
  /** Whether anything was changed is not known. */
  | { readonly type: 'cut'; readonly message: string };

/** What is to be sent; refuses what must not be, before anybody is asked. */
export async function readWish(order: Order, { text, mayWrite }: SqlWish, world: World): Promise<SqlLine[]> {
  const { component } = order;
  const statements = await world.sql.parse(text);
  if (statements.length === 0) throw sqlMissing(component.name, component.environment);
  for (const statement of statements) {
    const why = mayWrite ? whyUnfit(statement) : whyItWrites(statement);
    if (why !== null) throw (mayWrite ? sqlUnfit : sqlWrites)({ ...statement, why });
  }
  return Promise.all(statements.map((each) => lineOf(each, world)));
}

function whyUnfit(statement: SqlStatement): string | null {
  if (statement.kind === 'unreadable') return 'PostgreSQL cannot read it';
  if (statement.kind === 'TransactionStmt') return 'all statements are one transaction already';
  return needsNoTransaction(statement) ? 'PostgreSQL refuses it in a transaction' : null;
}

async function lineOf(statement: SqlStatement, world: World): Promise<SqlLine> {
  const line = onOneLine(statement);
  const [read, ...more] = line === null ? [] : await world.sql.parse(line);
  if (line === null || read === undefined || more.length > 0 || !meansTheSame(read, statement))
    throw sqlUnfit({ ...statement, why: 'it cannot be put on one line' });
  return { statement, line };
}

/** Sends the statements through the component's connect command, in the prepared worktree of its pin, and prints what comes back. */
export async function askDatabase(
  order: Order,
  { lines, mayWrite }: { readonly lines: readonly SqlLine[]; readonly mayWrite: boolean },
  world: World,
): Promise<SqlEnd> {
  const { component, pin, run } = order;
  const connect = await connectOf(order, world);
  await guardAccount(component, world);
  const script = sessionScript(
    lines.map((each) => each.line),
    mayWrite,
    run,
  );
  const heard = new Set<HeededLine>();
  const outcome = await world.shell.run({
    command: connect,
    folder: `${world.artefacts.folder(component.name, pin.commit)}/${connect.in}`,
    environment: { ...(await world.childEnvironment(component, 'deploy')), ...clientVariables(mayWrite) },
    input: script.lines,
    onLine: (line) => {
      const heed = script.heed(line);
      heard.add(heed);
      if (heed === 'shown') world.output.line(line);
    },
  });
  return endOf(outcome, heard);
}

/** The marker comes before the commit: a client that ended by itself without it has had nothing to commit. */
function endOf(outcome: ShellOutcome, heard: ReadonlySet<HeededLine>): SqlEnd {
  const message = sayCut(outcome);
  if (outcome.type === 'not-started') return { type: 'failed', message };
  if (outcome.type !== 'exited' || outcome.code >= KILLED) return { type: 'cut', message };
  if (heard.has('succeeded')) return heard.has('over') ? { type: 'answered' } : { type: 'cut', message };
  return { type: 'failed', message: heard.has('over') ? 'the database refused a statement' : message };
}

/** Exit codes from here on mean a signal. */
const KILLED = 128;

/** Refuses where none is declared, or its worktree is not there. */
export async function connectOf({ component, pin, manifest }: Order, world: World) {
  const { name, environment, connect, repo } = component;
  const declared = manifest.repos[repo]?.components[name]?.connect ?? {};
  if (connect === null) throw connectMissing(name, environment, Object.keys(declared));
  if ((await world.artefacts.preparedKey(name, pin.commit)) === null) throw prepareMissing(name, environment);
  return connect;
}

function clientVariables(mayWrite: boolean): Record<string, string> {
  return {
    // Rows and errors of a client in Python come in their order.
    PYTHONUNBUFFERED: '1',
    // Clients of libpq begin in a session that may only read; the transaction that is sent says it to all others.
    ...(mayWrite ? {} : { PGOPTIONS: '-c default_transaction_read_only=on' }),
  };
}

function sayCut(outcome: ShellOutcome): string {
  if (outcome.type === 'exited') return `the connect command ended with exit code ${outcome.code}`;
  if (outcome.type === 'not-started') return outcome.message;
  return outcome.type === 'timed-out' ? `no answer within ${outcome.seconds} s` : 'interrupted';
}
