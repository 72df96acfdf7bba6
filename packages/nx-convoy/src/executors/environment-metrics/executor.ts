import type { ExecutorContext } from '@nx/devkit';
import { deployOrder } from '../../decide/graph';
import { renderMetrics } from '../../decide/render-metrics';
import { metrics } from '../../flows/metrics';
import { componentEntries, existsIn } from '../../model/component-entry';
import { parseDuration } from '../../model/duration';
import { flagInvalid } from '../../model/flag-errors';
import type { EnvironmentOptions } from '../under-environment';
import { underEnvironments } from '../under-environments';

interface MetricsOptions extends EnvironmentOptions {
  readonly since?: string;
}

const LATELY = '30d';

export default function environmentMetricsExecutor(
  options: MetricsOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return underEnvironments('metrics', options, context, async ({ names: environments, workspace, world }) => {
    const since = options.since ?? LATELY;
    const back = parseDuration(since);
    if (back === null)
      throw flagInvalid({ flag: 'since', value: since, right: 'a number and s, m, h or d, such as 30d' });
    const order = deployOrder(workspace.manifest);
    const places = environments.map((environment) => {
      const present = componentEntries(workspace.manifest).filter((entry) => existsIn(entry, environment));
      const names = new Set(present.map((entry) => entry.name));
      return { environment, components: order.filter((each) => names.has(each)) };
    });
    const document = await metrics(places, back, world);
    for (const line of renderMetrics(document)) world.output.line(line);
    return { document, note: null };
  });
}
