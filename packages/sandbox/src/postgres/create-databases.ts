import { escapeIdentifier } from 'pg';
import { type ServerAddress, withConnection } from './connection';

/** Makes the databases that are missing. */
export async function createDatabases(address: ServerAddress, names: readonly string[]): Promise<void> {
  await withConnection(address, async (client) => {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
    const present = new Set(rows.map((row) => row.datname));
    for (const name of names.filter((one) => !present.has(one))) {
      await client.query(`create database ${escapeIdentifier(name)}`);
    }
  });
}
