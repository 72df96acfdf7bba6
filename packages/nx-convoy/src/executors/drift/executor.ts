import type { ExecutorContext } from '@nx/devkit';
import { renderDrift } from '../../decide/render-drift';
import { driftDocument } from '../../flows/drift';
import { isDrifted } from '../../model/drift-document';
import { driftPlace, driftQuestion, type DriftOptions } from '../drift-questions';
import { underNx } from '../under-nx';

export default function driftExecutor(
  options: DriftOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('drift', context, async ({ order, world, workspace, run }) => {
    const asking = { workspace, run, options };
    const place = await driftPlace(asking, context);
    const question = await driftQuestion(order.component.name, asking);
    const document = await driftDocument(place, [question], world);
    for (const line of renderDrift(document)) world.output.line(line);
    return { success: !isDrifted(document.components), note: { type: 'drift', document } };
  });
}
