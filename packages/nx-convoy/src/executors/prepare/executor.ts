import type { ExecutorContext } from '@nx/devkit';
import { plainReport } from '../../decide/receipt-report';
import { prepare, type Preparation } from '../../flows/prepare';
import type { ComponentReport } from '../../model/run-report';
import { unreachable } from '../../model/unreachable';
import { underNx } from '../under-nx';

export default function prepareExecutor(
  _options: unknown,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('prepare', context, async ({ order, world }) => {
    const startedAt = world.clock.now();
    const preparation = await prepare(order, world);
    const report = reportOf(order.component.name, preparation);
    const to = { commit: order.pin.commit, tree: order.pin.tree };
    world.output.line(`${report.component}: ${report.summary}`);
    for (const line of report.error?.message.split('\n') ?? []) world.output.line(`    ${line}`);
    return {
      success: preparation.type === 'prepared',
      note: {
        type: 'work',
        target: 'prepare',
        report: { ...report, to, startedAt, finishedAt: world.clock.now() },
      },
    };
  });
}

/** A prepared component has not begun its turn: until its deploy says otherwise it counts as not started. */
function reportOf(component: string, preparation: Preparation): ComponentReport {
  switch (preparation.type) {
    case 'prepared':
      return plainReport(component, 'not-started', `not started: prepared only (${preparation.summary})`);
    case 'interrupted':
      return plainReport(component, 'interrupted', 'interrupted during prepare');
    case 'failed': {
      const remedy = 'mend the cause in its repository, re-pin it, then the same command';
      return {
        ...plainReport(component, 'failed', `failed at ${preparation.step}`),
        error: { code: 'CONVOY_PREPARE_FAILED', message: preparation.message, remedy },
      };
    }
    default:
      return unreachable(preparation);
  }
}
