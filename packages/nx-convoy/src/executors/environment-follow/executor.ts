import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import { writeFileAtomically } from '../../effects/write-file-atomically';
import { followBranches } from '../../flows/follow-branches';
import { parseDuration } from '../../model/duration';
import { flagInvalid } from '../../model/flag-errors';
import { pinPath } from '../../model/pin';
import { componentNames, pinOrNull } from '../../workspace';
import { underEnvironment, type EnvironmentTask } from '../under-environment';

interface FollowOptions {
  readonly ref: string;
  readonly every?: string;
}

const OFTEN = '10s';

export default function environmentFollowExecutor(
  options: FollowOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('follow', {}, context, async (task) => {
    const { name, world } = task;
    const every = options.every ?? OFTEN;
    const everyMilliseconds = parseDuration(every);
    if (everyMilliseconds === null)
      throw flagInvalid({ flag: 'every', value: every, right: 'a number and s, m, h or d, such as 10s' });
    const stopListening = world.listen();
    try {
      const runs = await followBranches({ ...stepsOf(task), branch: options.ref, everyMilliseconds }, world);
      return { document: { environment: name, runs }, note: null };
    } finally {
      stopListening();
    }
  });
}

function stepsOf({ name, workspace, world }: EnvironmentTask) {
  return {
    manifest: workspace.manifest,
    environment: name,
    goesOn: () => !world.interrupted(),
    pins: async () =>
      Object.fromEntries(
        await Promise.all(
          componentNames(workspace.manifest).map(
            async (component) => [component, await pinOrNull(workspace, component, name)] as const,
          ),
        ),
      ),
    write: async (pins: Parameters<Parameters<typeof followBranches>[0]['write']>[0]) => {
      for (const { component, pin } of pins)
        await writeFileAtomically(
          join(workspace.root, pinPath(component, name)),
          `${JSON.stringify(pin, null, 2)}\n`,
        );
    },
    deploy: () => world.deployAffected(name),
  };
}
