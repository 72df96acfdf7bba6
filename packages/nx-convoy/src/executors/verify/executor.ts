import type { ExecutorContext } from '@nx/devkit';
import { receiptReport } from '../../decide/receipt-report';
import { verifiedLine } from '../../decide/verified-line';
import { verify } from '../../flows/verify';
import { underNx } from '../under-nx';

export default function verifyExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('verify', context, async ({ order, world }) => {
    const receipt = await verify(order, world);
    const report = receiptReport(receipt);
    const line = receipt.verdict === 'passed' ? verifiedLine(receipt) : `${report.component}: ${report.summary}`;
    world.output.line(line);
    for (const line of report.error?.message.split('\n') ?? []) world.output.line(`    ${line}`);
    return { success: receipt.verdict === 'passed', note: { type: 'work', target: 'verify', report } };
  });
}
