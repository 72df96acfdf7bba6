import type { ExecutorContext } from '@nx/devkit';
import { plainReport, receiptReport } from '../../decide/receipt-report';
import { rollback } from '../../flows/rollback';
import { rollbackOrder } from '../rollback-order';
import { underNx } from '../under-nx';

export default function rollbackExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('rollback', context, async (task) => {
    const { order, world } = task;
    const back = await rollbackOrder(task);
    if (back === null) {
      const summary = 'not part of that release: it stays as it is';
      const report = plainReport(order.component.name, 'unchanged', summary);
      world.output.line(`${report.component}: ${summary}`);
      return { success: true, note: { type: 'work', target: 'rollback', report } };
    }
    const receipt = await rollback(back, world);
    const report = receiptReport(receipt);
    world.output.line(`${report.component}: ${report.summary}`);
    for (const line of report.error?.message.split('\n') ?? []) world.output.line(`    ${line}`);
    return { success: receipt.verdict === 'passed', note: { type: 'work', target: 'rollback', report } };
  });
}
