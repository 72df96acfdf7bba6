import { join } from 'node:path';
import type { Places } from '../places';
import { scrubEnvironment } from '../process/scrub-environment';
import { type ServerIdentity, serverIdentity } from './server-identity';
import { type ServerPrograms, serverPrograms } from './server-programs';

/** The one database server of a sandbox. */
export interface Cluster {
  readonly places: Places;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly programs: ServerPrograms;
  readonly identity: ServerIdentity | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: string;
}

export interface ClusterOrder {
  readonly places: Places;
  readonly inherited: NodeJS.ProcessEnv;
  readonly postgres: { readonly port: number; readonly user: string; readonly password: string };
}

export async function openCluster({ places, inherited, postgres }: ClusterOrder): Promise<Cluster> {
  const [programs, identity] = await Promise.all([serverPrograms(), serverIdentity()]);
  const folders = { home: places.home, temporary: places.postgres.folder };
  return {
    places,
    port: postgres.port,
    user: postgres.user,
    password: postgres.password,
    programs,
    identity,
    // Its messages are matched and read by people of every language: C.
    environment: { ...scrubEnvironment(inherited, folders), LC_ALL: 'C', LANG: 'C' },
    log: join(places.logs, 'postgres.log'),
  };
}
