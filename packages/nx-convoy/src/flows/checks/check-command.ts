import { join } from 'node:path';
import type { Check } from '../../model/resolved-component';
import type { Order } from '../order';
import type { World } from '../world';
import { failed, inconclusive, passed, type Finding } from './finding';

/** The component's own command, in its prepared worktree. */
export async function checkCommand(
  check: Check & { kind: 'run' },
  order: Order,
  world: World,
): Promise<Finding> {
  const { component, pin } = order;
  const outcome = await world.shell.run({
    command: check.command,
    folder: join(world.artefacts.folder(component.name, pin.commit), check.command.in),
    environment: await world.childEnvironment(component, 'deploy'),
    onLine: (line) => world.output.line(line),
  });
  switch (outcome.type) {
    case 'exited':
      return outcome.code === 0
        ? passed('exit code 0')
        : failed(`exit code ${outcome.code}\n${outcome.tail}`);
    case 'timed-out':
      return failed(`did not end within ${outcome.seconds} s`);
    case 'interrupted':
      return inconclusive('interrupted', 'verify again');
    case 'not-started':
      return inconclusive(
        outcome.message,
        `npx nx prepare ${component.name} --configuration=${component.environment}`,
      );
  }
}
