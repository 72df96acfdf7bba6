import type { Stack, StackEvent as ProviderEvent } from '@aws-sdk/client-cloudformation';
import type { LiveStack } from '../../model/live-state';
import type { Cloud, StackEvent } from '../ports';
import { orNull, type Access } from './access';
import { describeStack, isAbsentStack, type LoadCloudFormation } from './cloud-formation';

/** CloudFormation: stacks and their events. */
export function createStacks(access: Access, load: LoadCloudFormation): Pick<Cloud, 'stack' | 'stackEvents'> {
  return {
    stack: (name) =>
      access.call(`read stack ${name}`, async (abortSignal) => {
        const stack = await describeStack(await load(), name, abortSignal);
        return stack === null ? null : liveStack(name, stack);
      }),
    stackEvents: (name, since) =>
      access.call(`read the events of stack ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const events: StackEvent[] = [];
        // Newest first: what lies before the time is not even fetched.
        const from = Date.parse(since);
        let page: string | undefined;
        do {
          const question = new sdk.DescribeStackEventsCommand({ StackName: name, NextToken: page });
          const answer = await orNull(client.send(question, { abortSignal }), isAbsentStack);
          const all = answer?.StackEvents ?? [];
          const wanted = all.filter((event) => (event.Timestamp?.getTime() ?? 0) >= from);
          events.push(...wanted.map(stackEvent));
          page = wanted.length < all.length ? undefined : answer?.NextToken;
        } while (page !== undefined);
        return events.reverse();
      }),
  };
}

function liveStack(name: string, stack: Stack): LiveStack {
  const outputs = (stack.Outputs ?? []).flatMap(({ OutputKey, OutputValue }) =>
    OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
  );
  return {
    name,
    status: stack.StackStatus ?? 'UNKNOWN',
    updatedAt: (stack.LastUpdatedTime ?? stack.CreationTime)?.toISOString() ?? null,
    outputs: Object.fromEntries(outputs),
  };
}

function stackEvent(event: ProviderEvent): StackEvent {
  return {
    at: event.Timestamp?.toISOString() ?? '',
    resource: event.LogicalResourceId ?? '',
    status: event.ResourceStatus ?? '',
    reason: event.ResourceStatusReason ?? '',
  };
}
