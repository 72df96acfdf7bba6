import { access, mkdir, writeFile } from 'node:fs/promises';
import { setUpAccount } from './account/set-up-account';
import { launchEdge } from './edge/launch-edge';
import { openAuthority } from './edge/open-authority';
import { openEnvironments } from './environments';
import type { Manifest } from './manifest';
import { install } from './ministack/install';
import { startMinistack } from './ministack/start-ministack';
import type { Places } from './places';
import { openCluster } from './postgres/cluster';
import { createDatabases } from './postgres/create-databases';
import { initialiseCluster } from './postgres/initialise-cluster';
import { startPostgres } from './postgres/start-postgres';
import { buildRemotes } from './remotes/build-remotes';
import type { SandboxOrder } from './sandbox-order';
import type { ServiceName } from './state/sandbox-state';
import type { StateKeeper } from './state/state-keeper';

export interface StartServicesOrder {
  readonly order: SandboxOrder;
  readonly places: Places;
  readonly manifest: Manifest;
  readonly manifestFile: string;
  readonly keeper: StateKeeper;
  readonly running: ReadonlySet<ServiceName>;
}

/** Starts what does not run, side by side. One that fails does not leave the others unknown: all are waited for. */
export async function startServices(start: StartServicesOrder): Promise<void> {
  const { places } = start;
  const folders = [places.ministack.state, places.ministack.temporary, places.postgres.folder, places.pages];
  const more = [places.home, places.logs, places.temporary];
  await Promise.all([...folders, ...more].map((folder) => mkdir(folder, { recursive: true, mode: 0o755 })));
  const outcomes = await Promise.allSettled([startCloud(start), startDatabase(start), startEdge(start)]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  await writeFile(places.complete, '');
}

async function startCloud({ order, places, manifest, keeper, running }: StartServicesOrder): Promise<void> {
  const state = keeper.current();
  if (!running.has('ministack')) {
    const python = await install({
      venv: places.venv,
      environment: order.environment,
      announce: order.announce,
    });
    await startMinistack({
      places,
      python,
      port: Number(new URL(state.awsEndpoint).port),
      account: state.awsAccessKeyId,
      inherited: order.environment,
      remember: (process) => keeper.remember('ministack', process),
    });
  }
  await setUpAccount(state, openEnvironments(manifest));
}

async function startDatabase({ order, places, keeper, running }: StartServicesOrder): Promise<void> {
  const { postgres } = keeper.current();
  if (!running.has('postgres')) {
    const cluster = await openCluster({ places, inherited: order.environment, postgres });
    await initialiseCluster(cluster);
    await startPostgres(cluster, (process) => keeper.remember('postgres', process));
  }
  await createDatabases(postgres, Object.values(postgres.databases));
}

async function startEdge({
  order,
  places,
  manifestFile,
  keeper,
  running,
}: StartServicesOrder): Promise<void> {
  await Promise.all([openAuthority(places, order.environment), makeRemotes(places)]);
  if (running.has('edge')) return;
  await launchEdge({
    places,
    manifest: manifestFile,
    proxy: keeper.current().proxy,
    inherited: order.environment,
    remember: (process) => keeper.remember('edge', process),
  });
}

/** Once: building them again would throw away what was pushed. The ledger's is made last. */
async function makeRemotes(places: Places): Promise<void> {
  const areMade = await access(places.ledgerRemote).then(
    () => true,
    () => false,
  );
  if (!areMade) await buildRemotes({ remotes: places.remotes });
}
