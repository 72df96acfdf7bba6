import { join } from 'node:path';
import { isEdgeCurrent } from './edge/is-edge-current';
import { findLoss } from './find-loss';
import { readManifest } from './manifest';
import { placesOf, type Places } from './places';
import { isFree } from './process/choose-ports';
import { SandboxError } from './sandbox-error';
import type { SandboxOrder } from './sandbox-order';
import { conditionOf, serviceNames, serviceTitles } from './services';
import { startServices } from './start-services';
import { chooseState, refreshState } from './state/new-state';
import type { SandboxState, ServiceName } from './state/sandbox-state';
import { readState } from './state/state-file';
import { keepState } from './state/state-keeper';
import { stopServices } from './stop-services';
import { wipe } from './wipe';

/** Brings the sandbox up, whatever is left of an earlier one. The caller holds the lock. */
export async function raise(order: SandboxOrder): Promise<SandboxState> {
  const places = placesOf(order.root, order.venv);
  const manifestFile = order.manifest ?? join(order.root, 'repos.json');
  const manifest = await readManifest(manifestFile);
  const known = await readState(places);
  const state = known ? refreshState(places, manifest, known) : await chooseState(places, manifest);
  const keeper = await keepState(places, state);
  const stopping = { places, keeper, announce: order.announce };

  const conditions = await Promise.all(
    serviceNames.map(async (name) => [name, await conditionOf(name, state, places)] as const),
  );
  const running = new Set(conditions.filter(([, condition]) => condition === 'up').map(([name]) => name));
  if (!(await isEdgeCurrent(state.proxy, manifest))) running.delete('edge');
  // What runs without answering, or for another manifest, is started again; what is gone may have left workers behind.
  await stopServices(
    stopping,
    serviceNames.filter((name) => !running.has(name)),
  );
  const loss = await findLoss(places, known && keeper.current());
  if (loss !== undefined) {
    order.announce(`${loss} Cloud, database, git remotes and ledger start over together.`);
    await stopServices(stopping, serviceNames);
    await wipe(places);
    running.clear();
  }
  await refuseTakenPorts(state, running, places);
  await startServices({ order, places, manifest, manifestFile, keeper, running });
  return keeper.current();
}

/** Ports are kept, since deployed functions hold the database's: another program on one of them must go, not the port. */
async function refuseTakenPorts(
  state: SandboxState,
  running: ReadonlySet<ServiceName>,
  places: Places,
): Promise<void> {
  const ports: [ServiceName, number][] = [
    ['ministack', Number(new URL(state.awsEndpoint).port)],
    ['postgres', state.postgres.port],
    ['edge', Number(new URL(state.proxy).port)],
    ['edge', Number(new URL(state.pagesEndpoint).port)],
  ];
  for (const [name, port] of ports) {
    if (running.has(name) || (await isFree(port))) continue;
    throw new SandboxError(
      `Port ${port}, which this sandbox keeps for its ${serviceTitles[name]}, is taken by another program.`,
      `End that program. Or delete ${places.state} and run up again: new ports, and everything deployed starts over.`,
    );
  }
}
