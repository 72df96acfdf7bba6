import { Client } from 'pg';
import type { ServerAddress } from './server-address';

const CONNECT_MILLISECONDS = 5_000;
/** A migration on little data that takes longer waits for something. */
const STATEMENT_MILLISECONDS = 60_000;

/** A connection to a database; every setting is given, so that PGHOST and its like have no say. */
export async function openClient(address: ServerAddress, database: string): Promise<Client> {
  const client = new Client({
    ...address,
    database,
    ssl: false,
    options: '-c client_min_messages=warning',
    application_name: 'nx-convoy try',
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    statement_timeout: STATEMENT_MILLISECONDS,
    lock_timeout: STATEMENT_MILLISECONDS / 3,
    // A server that says nothing any more does not end its statements either.
    query_timeout: STATEMENT_MILLISECONDS + CONNECT_MILLISECONDS,
  });
  // A server that goes away while the connection is idle raises this; the query that follows says so anyway.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
