import type { ExecutorContext } from '@nx/devkit';
import { plainReport } from '../../decide/receipt-report';
import { test } from '../../flows/test';
import { underNx } from '../under-nx';

export default function testExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('test', context, async ({ order, world }) => {
    const trial = await test(order, world);
    world.output.line(`${order.component.name}: ${trial.summary}`);
    const report = plainReport(order.component.name, trial.success ? 'unchanged' : 'failed', trial.summary);
    return { success: trial.success, note: { type: 'work', target: 'test', report } };
  });
}
