import { join } from 'node:path';
import { prepareMissing } from '../model/errors';
import type { Order } from './order';
import type { World } from './world';

export interface Trial {
  readonly success: boolean;
  readonly summary: string;
}

/** Runs the component's own tests at its pin, in its prepared worktree, without cloud credentials. */
export async function test(order: Order, world: World): Promise<Trial> {
  const { component, pin } = order;
  if (component.test === null) return { success: true, summary: 'declares no tests' };
  if ((await world.artefacts.preparedKey(component.name, pin.commit)) === null)
    throw prepareMissing(component.name, component.environment);
  const outcome = await world.shell.run({
    command: component.test,
    folder: join(world.artefacts.folder(component.name, pin.commit), component.test.in),
    environment: await world.childEnvironment(component, 'prepare'),
    onLine: (line) => world.output.line(line),
  });
  if (outcome.type === 'exited' && outcome.code === 0)
    return { success: true, summary: `tests passed at ${pin.commit.slice(0, 7)}` };
  const why = outcome.type === 'exited' ? `exit code ${outcome.code}` : outcome.type;
  return { success: false, summary: `tests failed at ${pin.commit.slice(0, 7)}: ${why}` };
}
