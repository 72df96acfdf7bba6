import type { ExecutorContext } from '@nx/devkit';
import { previewDocument } from '../../decide/preview-document';
import { renderPreviews } from '../../decide/render-preview';
import { preview } from '../../flows/plan';
import { underNx } from '../under-nx';

export default function planExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('plan', context, async ({ order, world }) => {
    const { facts, plan } = await preview(order, world);
    const document = previewDocument(facts, plan);
    for (const line of renderPreviews([document])) world.output.line(line);
    return { success: true, note: { type: 'plan', previews: [document] } };
  });
}
