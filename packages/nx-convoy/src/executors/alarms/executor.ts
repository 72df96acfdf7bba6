import type { ExecutorContext } from '@nx/devkit';
import { renderAlarms, sayAlarms } from '../../decide/alarms/render-alarms';
import { plainReport } from '../../decide/receipt-report';
import { alarms } from '../../flows/alarms';
import { underNx } from '../under-nx';

export default function alarmsExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('alarms', context, async ({ order, world }) => {
    const end = await alarms(order, world);
    const { name } = order.component;
    const summary = sayAlarms(end.alarms, end.put);
    for (const line of [`${name}: ${summary}`, ...renderAlarms(end.alarms, end.put)]) world.output.line(line);
    const report = plainReport(name, end.interrupted ? 'interrupted' : 'unchanged', summary);
    return { success: !end.interrupted, note: { type: 'work', target: 'alarms', report } };
  });
}
