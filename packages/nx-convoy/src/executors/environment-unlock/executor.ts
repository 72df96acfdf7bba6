import type { ExecutorContext } from '@nx/devkit';
import { unlock } from '../../flows/unlock';
import { underEnvironment, type EnvironmentOptions } from '../under-environment';

export default function environmentUnlockExecutor(
  options: EnvironmentOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironment('unlock', options, context, async ({ name, world, run }) => {
    const holder = await unlock({ environment: name, run: run.run }, world);
    const document = { environment: name, unlocked: holder === null ? null : { ...holder.claim } };
    return { document, note: null };
  });
}
