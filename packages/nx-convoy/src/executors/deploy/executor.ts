import type { ExecutorContext } from '@nx/devkit';
import { receiptReport } from '../../decide/receipt-report';
import { deploy } from '../../flows/deploy';
import { underNx } from '../under-nx';

export default function deployExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('deploy', context, async ({ order, world }) => {
    const receipt = await deploy(order, world);
    const report = receiptReport(receipt);
    world.output.line(`${report.component}: ${report.summary}`);
    for (const line of report.error?.message.split('\n') ?? []) world.output.line(`    ${line}`);
    return { success: receipt.verdict === 'passed', note: { type: 'work', target: 'deploy', report } };
  });
}
