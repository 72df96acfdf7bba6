import type { ExecutorContext } from '@nx/devkit';
import { renderDrift } from '../../decide/render-drift';
import { driftDocument } from '../../flows/drift';
import { isDrifted } from '../../model/drift-document';
import { underNx } from '../under-nx';

export default function driftExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('drift', context, async ({ order, world, workspace }) => {
    const place = { manifest: workspace.manifest, environment: order.component.environment };
    const document = await driftDocument(place, [{ component: order.component.name, order }], world);
    for (const line of renderDrift(document)) world.output.line(line);
    return { success: !isDrifted(document.components), note: { type: 'drift', document } };
  });
}
