import type { ExecutorContext } from '@nx/devkit';
import { plainReport } from '../../decide/receipt-report';
import { restore } from '../../flows/restore';
import { underNx } from '../under-nx';

export interface RestoreExecutorOptions {
  readonly at?: string;
  readonly snapshot?: string;
  readonly newInstance?: string;
}

export default function restoreExecutor(
  options: RestoreExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underNx('restore', context, async ({ order, world }) => {
    const { at = null, snapshot = null, newInstance: to = null } = options;
    const restored = await restore(order, { at, snapshot, to }, world);
    const { name, environment } = order.component;
    const summary =
      restored === null
        ? 'interrupted; the same command goes on waiting'
        : `${restored.wish.target} is available at ${restored.endpoint}`;
    const lines =
      restored === null
        ? []
        : [
            `${restored.wish.source} was not touched and is still what ${environment} uses.`,
            `Look at the data in ${restored.endpoint}; then cut over: stop writers, rename ${restored.wish.source}`,
            `(aws rds modify-db-instance --db-instance-identifier ${restored.wish.source} --new-db-instance-identifier ${restored.wish.source}-old --apply-immediately),`,
            `rename ${restored.wish.target} to ${restored.wish.source} the same way, and deploy again:  npx nx run-many -t deploy --configuration=${environment}`,
          ];
    for (const line of [`${name}: ${summary}`, ...lines.map((each) => `    ${each}`)])
      world.output.line(line);
    const report = plainReport(name, restored === null ? 'interrupted' : 'unchanged', summary);
    return { success: restored !== null, note: { type: 'work', target: 'restore', report } };
  });
}
