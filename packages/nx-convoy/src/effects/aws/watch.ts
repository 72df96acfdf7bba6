import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { equalAlarms } from '../../model/equal-alarms';
import type { Watch } from '../watch-port';
import { createAccess, type Access } from './access';
import { definitionOf, inputOf, liveAlarm } from './alarm-shapes';
import type { CloudOptions } from './cloud';
import { createFunctionMetrics } from './function-metrics';
import { once } from './once';

export interface CloudWatch {
  readonly sdk: typeof import('@aws-sdk/client-cloudwatch');
  readonly client: CloudWatchClient;
}
export type LoadCloudWatch = () => Promise<CloudWatch>;
type Found = import('@aws-sdk/client-cloudwatch').MetricAlarm;

/** As many names as CloudWatch takes in one question. */
const NAMES = 100;

/** CloudWatch in one region. */
export function createWatch(options: CloudOptions): Watch {
  const access = createAccess(options);
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-cloudwatch');
    return { sdk, client: new sdk.CloudWatchClient(await access.settings()) };
  });
  return {
    alarms: async (names) => {
      const found = await describe(names, access, load);
      return names
        .flatMap((name) => found.filter((each) => each.AlarmName === name).slice(0, 1))
        .map(liveAlarm);
    },
    putAlarm: async (alarm) => {
      const [there] = await describe([alarm.name], access, load);
      const definition = there === undefined ? null : definitionOf(there);
      if (definition !== null && equalAlarms(definition, alarm)) return 'unchanged';
      await access.call(`put alarm ${alarm.name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        await client.send(new sdk.PutMetricAlarmCommand(inputOf(alarm, there)), { abortSignal });
      });
      return 'put';
    },
    functionMetrics: createFunctionMetrics(access, load),
  };
}

async function describe(names: readonly string[], access: Access, load: LoadCloudWatch): Promise<Found[]> {
  const found: Found[] = [];
  for (let start = 0; start < names.length; start += NAMES) {
    const AlarmNames = names.slice(start, start + NAMES);
    let page: string | undefined;
    do {
      const answer = await access.call(`read alarms ${AlarmNames.join(', ')}`, async (abortSignal) => {
        const { sdk, client } = await load();
        return client.send(new sdk.DescribeAlarmsCommand({ AlarmNames, NextToken: page }), { abortSignal });
      });
      found.push(...(answer.MetricAlarms ?? []));
      page = answer.NextToken;
    } while (page !== undefined && page !== '');
  }
  return found;
}
