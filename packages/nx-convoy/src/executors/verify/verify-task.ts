import type { ExecutorContext } from '@nx/devkit';
import { receiptReport } from '../../decide/receipt-report';
import { verifiedLine } from '../../decide/verified-line';
import { verify } from '../../flows/verify';
import type { RunningWorld } from '../../world';
import { underNx } from '../under-nx';

/** Verifies the component of one task. */
export function verifyTask(context: ExecutorContext, shared?: RunningWorld): Promise<{ success: boolean }> {
  const work: Parameters<typeof underNx>[2] = async ({ order, world }) => {
    const receipt = await verify(order, world);
    const report = receiptReport(receipt);
    const passed = receipt.verdict === 'passed';
    world.output.line(passed ? verifiedLine(receipt) : `${report.component}: ${report.summary}`);
    for (const line of report.error?.message.split('\n') ?? []) world.output.line(`    ${line}`);
    return { success: passed, note: { type: 'work', target: 'verify', report } };
  };
  return underNx('verify', context, work, shared);
}
