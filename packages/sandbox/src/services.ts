import { isEdgeHealthy } from './edge/is-edge-healthy';
import { isMinistackHealthy } from './ministack/is-ministack-healthy';
import type { Places } from './places';
import { isPostgresHealthy } from './postgres/is-postgres-healthy';
import { isRunning } from './process/is-running';
import type { SandboxState, ServiceName } from './state/sandbox-state';

/** In the order in which they are told about. */
export const serviceNames: readonly ServiceName[] = ['ministack', 'postgres', 'edge'];

export const serviceTitles: Readonly<Record<ServiceName, string>> = {
  ministack: 'AWS emulator',
  postgres: 'PostgreSQL',
  edge: 'name proxy and Pages stand-in',
};

export type Condition = 'up' | 'not answering' | 'down';

/** Whether a service runs, and answers. Its process is asked first: on its port somebody else may answer. */
export async function conditionOf(
  name: ServiceName,
  state: SandboxState,
  places: Places,
): Promise<Condition> {
  if (!(await isRunning(state.processes[name]))) return 'down';
  return (await answers(name, state, places)) ? 'up' : 'not answering';
}

async function answers(name: ServiceName, state: SandboxState, places: Places): Promise<boolean> {
  switch (name) {
    case 'ministack':
      return isMinistackHealthy(Number(new URL(state.awsEndpoint).port));
    case 'postgres':
      return isPostgresHealthy(state.postgres);
    case 'edge':
      return isEdgeHealthy(state.proxy, places.root);
  }
}
