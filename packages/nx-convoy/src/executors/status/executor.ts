import type { ExecutorContext } from '@nx/devkit';
import { renderStatus } from '../../decide/render-status';
import { statusDocument } from '../../flows/status';
import { featureStatus, type FeatureOptions } from '../feature-status';
import { underNx } from '../under-nx';

export default function statusExecutor(
  options: FeatureOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  if (options.feature !== undefined) return featureStatus(options, context);
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
