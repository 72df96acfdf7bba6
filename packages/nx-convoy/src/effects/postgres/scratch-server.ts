import { DatabaseError, escapeIdentifier, type Client } from 'pg';
import type { ScratchBase, ScratchDatabase } from '../scratch-databases-port';
import { isRunning } from './is-running';
import { openClient } from './open-client';
import { readCatalogue } from './read-catalogue';
import { runBatch } from './run-batch';
import type { ServerAddress } from './server-address';

/** Databases of ours: the process that made it, and its run. */
const OURS = /^convoy_try_(\d+)_[0-9a-z]+$/;
const IN_USE = '55006';

export interface ScratchPlan {
  readonly address: ServerAddress;
  readonly run: string;
  /** In a person's words. */
  readonly server: string;
  readonly isShared: boolean;
  /** The database to copy; null: there is none on this server. */
  readonly template: string | null;
}

/** Makes a database on a server, lets the work use it, and drops it. `onBegin` gets how to stop whatever statement runs. */
export async function useScratch<T>(
  plan: ScratchPlan,
  work: (scratch: ScratchDatabase) => Promise<T>,
  onBegin: (cancel: () => void) => void,
): Promise<T> {
  const admin = await openClient(plan.address, 'postgres');
  const name = `convoy_try_${process.pid}_${plan.run.replace(/[^0-9a-z]/g, '')}`;
  try {
    await dropLeftovers(admin);
    const base = await create(admin, name, plan.template);
    const client = await openClient(plan.address, name);
    onBegin(() => void cancel(plan.address, client));
    try {
      const { server, isShared } = plan;
      return await work({
        base,
        server,
        isShared,
        run: (batch) => runBatch(client, batch),
        catalogue: () => catalogueOf(plan.address, name),
      });
    } finally {
      await client.end().catch(() => undefined);
    }
  } finally {
    await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await admin.end();
  }
}

/** A connection of its own: what a migration has set in its session has no say. */
async function catalogueOf(address: ServerAddress, name: string) {
  const client = await openClient(address, name);
  try {
    return await readCatalogue(client);
  } finally {
    await client.end();
  }
}

async function dropLeftovers(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>('select datname from pg_database');
  const left = rows.filter(({ datname }) => {
    const owner = OURS.exec(datname)?.[1];
    return owner !== undefined && !isRunning(Number(owner));
  });
  for (const { datname } of left)
    await admin.query(`drop database if exists ${escapeIdentifier(datname)} with (force)`);
}

async function create(admin: Client, name: string, template: string | null): Promise<ScratchBase> {
  // One of this process and run that is left from a try before.
  await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  if (template !== null) {
    const why = await copyFailure(admin, name, template);
    if (why === null) return { type: 'copied', from: template };
    await admin.query(`create database ${escapeIdentifier(name)} template template0`);
    return { type: 'empty', why };
  }
  await admin.query(`create database ${escapeIdentifier(name)} template template0`);
  return { type: 'empty', why: 'the database of the environment is not on this server' };
}

/** Null: it is copied. A database that somebody is connected to cannot be; nobody is thrown out for it. */
async function copyFailure(admin: Client, name: string, template: string): Promise<string | null> {
  try {
    await admin.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`);
    return null;
  } catch (cause) {
    if (cause instanceof DatabaseError && cause.code === IN_USE)
      return `${template} cannot be copied: ${cause.detail ?? 'somebody is connected'}`;
    throw cause;
  }
}

async function cancel(address: ServerAddress, client: Client): Promise<void> {
  const { processID } = client as Client & { readonly processID: number | null };
  const other = await openClient(address, 'postgres').catch(() => null);
  await other?.query('select pg_cancel_backend($1)', [processID]).catch(() => undefined);
  await other?.end().catch(() => undefined);
}
