import { DatabaseError, type Client } from 'pg';
import type { BatchOutcome, SqlBatch } from '../scratch-databases-port';

/** Runs the statements in order; what the server refuses is a value, a connection that is lost is not. */
export async function runBatch(
  client: Client,
  { statements, inTransaction }: SqlBatch,
): Promise<BatchOutcome> {
  const words = inTransaction ? ['begin', ...statements, 'commit'] : statements;
  for (const [index, sql] of words.entries()) {
    const failed = await failureOf(client, sql);
    if (failed === null) continue;
    if (inTransaction) await client.query('rollback');
    return { type: 'failed', statement: inTransaction ? index - 1 : index, ...failed };
  }
  return { type: 'done' };
}

async function failureOf(
  client: Client,
  sql: string,
): Promise<{ message: string; position: number | null } | null> {
  try {
    await client.query(sql);
    return null;
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause;
    const { message, detail, hint, position } = cause;
    const said = [message, detail, hint].filter((each) => each !== undefined).join('; ');
    return { message: said, position: position === undefined ? null : Number(position) };
  }
}
