import type { ExecutorContext } from '@nx/devkit';
import { previewDocument } from '../../decide/preview-document';
import { renderPreviews } from '../../decide/render-preview';
import { findRelease } from '../../flows/find-release';
import { preview } from '../../flows/plan';
import { previewRollback } from '../../flows/rollback';
import type { PreviewDocument } from '../../model/task-note';
import { backTo } from '../rollback-order';
import { underNx, type Task } from '../under-nx';

export default function planExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('plan', context, async (task) => {
    const document = task.run.flags.rollback ? await planBack(task) : await planForward(task);
    for (const line of renderPreviews([document])) task.world.output.line(line);
    return { success: true, note: { type: 'plan', previews: [document] } };
  });
}

async function planForward({ order, world }: Task): Promise<PreviewDocument> {
  const { facts, plan, warnings } = await preview(order, world);
  return previewDocument(facts, plan, warnings);
}

async function planBack(task: Task): Promise<PreviewDocument> {
  const { order, world, run } = task;
  const state = await world.ledger.read(run.environment);
  const back = backTo(await findRelease(run.environment, state, world), task);
  const { name: component } = order.component;
  const why = ['not part of that release: it stays as it is'];
  if (back === null)
    return { component, live: null, pin: null, action: 'nothing', why, commits: [], steps: [] };
  const { facts, plan } = await previewRollback(back, state, world);
  return previewDocument(facts, plan);
}
