import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { Output } from '../../effects/ports';
import { runContextOf, worldOf, type RunningWorld } from '../../world';
import { verifyTask } from './verify-task';

interface TaskResult {
  readonly success: boolean;
  readonly terminalOutput: string;
  readonly startTime: number;
  readonly endTime: number;
}

/**
 * Verifies all components of a run in one process: nothing orders verifications, so that they only wait for what they ask. A process for each would
 * cost more than most checks.
 */
export default async function* verifyBatch(
  { tasks }: TaskGraph,
  _options: unknown,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<{ task: string; result: TaskResult }> {
  const all = Object.values(tasks);
  const environment = all[0]?.target.configuration ?? '';
  const world = await worldOf(context.root, environment, runContextOf(environment));
  const running = new Map(
    all.map(({ id, target }) => {
      const { project: projectName, target: targetName, configuration: configurationName } = target;
      const single = { ...context, projectName, targetName, configurationName: configurationName ?? '' };
      return [id, verified(single, world).then((result) => ({ task: id, result }))] as const;
    }),
  );
  while (running.size > 0) {
    const ended = await Promise.race(running.values());
    running.delete(ended.task);
    yield ended;
  }
}

/** What one task says is its own, so that Nx can show and replay it alone. */
async function verified(context: ExecutorContext, world: RunningWorld): Promise<TaskResult> {
  const lines: string[] = [];
  const output: Output = { line: (text) => void lines.push(text) };
  const startTime = Date.parse(world.clock.now());
  const success = await verifyTask(context, world.speakingTo(output)).then(
    (end) => end.success,
    (bug: unknown) => {
      // A bug of one verification is its own failure, with its stack; the others go on.
      const seen = world.maskedError(bug);
      lines.push(seen instanceof Error ? (seen.stack ?? seen.message) : String(seen));
      return false;
    },
  );
  const endTime = Date.parse(world.clock.now());
  return { success, terminalOutput: `${lines.join('\n')}\n`, startTime, endTime };
}
