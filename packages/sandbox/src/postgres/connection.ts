import { Client } from 'pg';

export interface ServerAddress {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Does something over one connection, which is closed whatever happens. */
export async function withConnection<T>(
  address: ServerAddress,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  // Every setting is given: PGSSLMODE and its like in the caller's environment must not have a say.
  const { port, user, password } = address;
  const client = new Client({
    host: '127.0.0.1',
    port,
    user,
    password,
    database: 'postgres',
    ssl: false,
    connectionTimeoutMillis: 3_000,
  });
  // A server that goes away while the connection is idle raises this; the query that follows says so anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
