import { join } from 'node:path';
import { scratchMissing } from '../../model/scratch-errors';
import { variableMissing } from '../../model/errors';
import type { ScratchDatabases, ScratchWish } from '../scratch-databases-port';
import { embeddedPrograms } from './embedded-programs';
import { startEmbeddedServer } from './embedded-server';
import { serverAddress, type ServerAddress } from './server-address';
import { useScratch, type ScratchPlan } from './scratch-server';

/** A server that is there anyway, with the environments' databases by environment. */
export interface KnownServer {
  readonly said: string;
  readonly address: ServerAddress;
  readonly databases: Readonly<Record<string, string>>;
}

export interface ScratchOptions {
  /** The workspace: its packages may bring a server. */
  readonly root: string;
  /** Its folder `.convoy`. */
  readonly home: string;
  /** null: none is there, and none of the environments' own servers is ever asked. */
  readonly known: KnownServer | null;
  readonly variable: (name: string) => string | undefined;
}

export interface InterruptibleScratch extends ScratchDatabases {
  /** Ends the statement that runs now. */
  interrupt(): void;
}

/** Throw-away databases on the world's own server, on one that a person names, or on one that is started for them. */
export function createScratchDatabases(options: ScratchOptions): InterruptibleScratch {
  let cancel = (): void => undefined;
  return {
    async use(wish, work) {
      const begin = (how: () => void): void => {
        cancel = how;
      };
      const { plan, stop } = await planOf(options, wish);
      try {
        return await useScratch(plan, work, begin);
      } finally {
        cancel = () => undefined;
        await stop();
      }
    },
    interrupt: () => cancel(),
  };
}

interface Opened {
  readonly plan: ScratchPlan;
  readonly stop: () => Promise<void>;
}

async function planOf(options: ScratchOptions, wish: ScratchWish): Promise<Opened> {
  const { known, variable, root, home } = options;
  const { run, environment } = wish;
  const stays = async (): Promise<void> => undefined;
  if (known !== null) {
    const template = known.databases[environment] ?? null;
    const { address, said: server } = known;
    return { plan: { address, run, server, isShared: true, template }, stop: stays };
  }
  if (wish.server !== null) {
    const name = wish.server.replace(/^\$/, '');
    const value = variable(name);
    if (value === undefined) throw variableMissing(name, 'migrations.scratch of repos.json');
    const address = serverAddress(name, value);
    return {
      plan: { address, run, server: `the server of ${wish.server}`, isShared: true, template: null },
      stop: stays,
    };
  }
  const programs = await embeddedPrograms(root);
  if (programs === null) throw scratchMissing();
  const server = await startEmbeddedServer({ programs, folder: join(home, 'scratch'), run });
  const plan = { run, server: 'an embedded PostgreSQL', isShared: false, template: null };
  return { plan: { ...plan, address: server.address }, stop: () => server.stop() };
}
