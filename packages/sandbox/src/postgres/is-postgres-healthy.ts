import { type ServerAddress, withConnection } from './connection';

export async function isPostgresHealthy(address: ServerAddress): Promise<boolean> {
  return withConnection(address, async (client) => {
    await client.query('select 1');
    return true;
  }).catch(() => false);
}
