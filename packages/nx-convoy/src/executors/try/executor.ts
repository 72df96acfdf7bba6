import type { ExecutorContext } from '@nx/devkit';
import { plainReport } from '../../decide/receipt-report';
import { isSound, renderTrial, sayTrial } from '../../decide/trial/render-trial';
import { tryMigrations } from '../../flows/try-migrations';
import { flagMisplaced } from '../../model/flag-errors';
import { underNx } from '../under-nx';

export interface TryExecutorOptions {
  readonly ref?: string | number;
}

export default function tryExecutor(
  { ref }: TryExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('try', context, async ({ order, world }) => {
    if (ref !== undefined && order.source !== null)
      throw flagMisplaced('ref', 'a --source is tried already', 'leave one of them out');
    const { name, environment } = order.component;
    const end = await tryMigrations(order, ref === undefined ? null : String(ref), world);
    const success = isSound(end);
    const summary = sayTrial(end, environment);
    for (const line of [`${name}: ${summary}`, ...renderTrial(end)]) world.output.line(line);
    const outcome = end.type === 'interrupted' ? 'interrupted' : success ? 'unchanged' : 'failed';
    return { success, note: { type: 'work', target: 'try', report: plainReport(name, outcome, summary) } };
  });
}
