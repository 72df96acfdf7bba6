import type { ExecutorContext } from '@nx/devkit';
import { verifyTask } from './verify-task';

export default function verifyExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return verifyTask(context);
}
