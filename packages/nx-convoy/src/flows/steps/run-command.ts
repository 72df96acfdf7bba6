import { join } from 'node:path';
import { substituteOutputs } from '../../decide/resolve-component';
import type { ShellOutcome } from '../../effects/ports';
import type { Step } from '../../model/plan';
import { unreachable } from '../../model/unreachable';
import { failureOf } from '../failure-of';
import { rootCause } from '../root-cause';
import { confirmLease } from './confirm-lease';
import { DONE, failedStep, type Scene, type StepOutcome } from './step-outcome';

/** A command of the component in its prepared worktree. */
export async function runCommand(step: Step & { type: 'run' }, scene: Scene): Promise<StepOutcome> {
  const { order, outputs, world } = scene;
  const { component, pin } = order;
  const command = substituteOutputs(step.command, outputs);
  // May ask AWS for a role first.
  const environment = await world.childEnvironment(component, 'deploy');
  const since = world.clock.now();
  await confirmLease(scene);
  const outcome = await world.shell.run({
    command,
    folder: join(world.artefacts.folder(component.name, pin.commit), command.in),
    environment,
    onLine: (line) => world.output.line(line),
  });
  if (outcome.type === 'exited' && outcome.code === 0) return DONE;
  if (outcome.type === 'interrupted') return { type: 'interrupted' };
  const said = describeShell(outcome);
  const message = (await causeOf(scene, since)) ?? said;
  return failedStep(order, { code: 'CONVOY_STEP_FAILED', step: command.argv.join(' '), message });
}

/** A provider that cannot say why must not hide what the command itself said. */
async function causeOf({ order, world }: Scene, since: string): Promise<string | null> {
  try {
    return await rootCause(order.component, since, world);
  } catch (cause) {
    failureOf(cause, 'ask for the cause', order);
    return null;
  }
}

function describeShell(outcome: Exclude<ShellOutcome, { type: 'interrupted' }>): string {
  switch (outcome.type) {
    case 'exited':
      return `exit code ${outcome.code}\n${outcome.tail}`.trim();
    case 'timed-out':
      return `did not end within ${outcome.seconds} s\n${outcome.tail}`.trim();
    case 'not-started':
      return outcome.message;
    default:
      return unreachable(outcome);
  }
}
