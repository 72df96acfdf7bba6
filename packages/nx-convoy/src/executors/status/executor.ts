import type { ExecutorContext } from '@nx/devkit';
import { renderStatus } from '../../decide/render-status';
import { statusDocument } from '../../flows/status';
import { underNx } from '../under-nx';

export default function statusExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('status', context, async ({ order, world, workspace }) => {
    const questions = [{ component: order.component, pin: order.pin }];
    const document = await statusDocument(
      { manifest: workspace.manifest, environment: order.component.environment },
      questions,
      world,
    );
    for (const line of renderStatus(document)) world.output.line(line);
    return { success: true, note: { type: 'status', document } };
  });
}
