import { join } from 'node:path';
import type { Places } from '../places';
import { awaitReady } from '../process/await-ready';
import { scrubEnvironment } from '../process/scrub-environment';
import type { ServiceProcess } from '../process/service-process';
import { startDetached } from '../process/start-detached';
import { isEdgeHealthy } from './is-edge-healthy';

export interface EdgeOrder {
  readonly places: Places;
  readonly manifest: string;
  readonly proxy: string;
  readonly inherited: NodeJS.ProcessEnv;
  readonly remember: (process: ServiceProcess) => Promise<void>;
}

/** Starts the edge as a process of its own, from its source. */
export async function launchEdge(order: EdgeOrder): Promise<void> {
  const { places, manifest, proxy, inherited } = order;
  const log = join(places.logs, 'edge.log');
  const workspace = join(__dirname, '..', '..', '..', '..');
  const edge = await startDetached({
    name: 'The name proxy',
    command: process.execPath,
    args: [
      '-r',
      require.resolve('@swc-node/register'),
      join(__dirname, 'run-edge.ts'),
      places.root,
      manifest,
    ],
    environment: {
      ...scrubEnvironment(inherited, { home: places.home, temporary: places.temporary }),
      TS_NODE_PROJECT: join(workspace, 'tsconfig.base.json'),
      NODE_NO_WARNINGS: '1',
    },
    folder: places.sandbox,
    log,
  });
  await order.remember(edge);
  await awaitReady({ name: 'The name proxy', process: edge, log, within: 30_000 }, () =>
    isEdgeHealthy(proxy, places.root),
  );
}
