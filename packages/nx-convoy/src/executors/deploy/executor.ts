import type { ExecutorContext } from '@nx/devkit';
import { receiptReport } from '../../decide/receipt-report';
import { deploy } from '../../flows/deploy';
import { withErrorLogs } from '../../flows/with-error-logs';
import { underNx } from '../under-nx';

export default function deployExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('deploy', context, async ({ order, world }) => {
    const work = () => deploy(order, world);
    const receipt = await (world.flags.logs ? withErrorLogs(order.component, world, work) : work());
    const report = receiptReport(receipt);
    world.output.line(`${report.component}: ${report.summary}`);
    for (const line of report.error?.message.split('\n') ?? []) world.output.line(`    ${line}`);
    return { success: receipt.verdict === 'passed', note: { type: 'work', target: 'deploy', report } };
  });
}
