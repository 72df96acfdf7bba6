import type { Order } from '../../src/flows/order';
import type { Check, ResolvedComponent } from '../../src/model/resolved-component';
import { FakeWorld, order } from './fake-world';
import { resolvedComponent } from './values';

// A component with a stack, a function behind an alias, a site and an output, and a world in which deploying it succeeds.

export const health: Check & { kind: 'http' } = {
  kind: 'http',
  url: 'https://api.test/health',
  method: 'GET',
  status: 200,
  bearer: null,
  json: null,
  contains: null,
  version: null,
};
export const command = (...argv: string[]) => ({ argv, in: 'service', timeoutSeconds: 60 });

export function backend(change: Partial<ResolvedComponent> = {}): ResolvedComponent {
  return resolvedComponent({
    deploy: [command('serverless', 'deploy')],
    observes: {
      stacks: ['backend-dev'],
      functions: [{ name: 'backend-api', alias: 'live', layers: [] }],
      layers: [],
    },
    checks: [health],
    outputs: { endpoint: { stack: 'backend-dev', output: 'Endpoint' } },
    ...change,
  });
}

/** A world in which the component's command makes its stack and function, and its site answers. */
export async function stage(): Promise<FakeWorld> {
  const world = new FakeWorld();
  await world.makePrepared();
  world.program = () => ({
    lines: ['deploying', 'done'],
    effect: () => {
      world.aws.putStack('backend-dev', { outputs: { Endpoint: 'https://api.test' } });
      world.aws.putFunction('backend-api', { code: 'b' });
    },
  });
  world.sites.site('api.test', () => ({ body: '{"status":"ok"}' }));
  return world;
}

export const ordered = (change: Partial<Order> = {}): Order => order({ component: backend(), ...change });
export const outcomes = (world: FakeWorld): string[] =>
  world.entries().map((entry) => (entry.type === 'receipt' ? entry.outcome : entry.type));
