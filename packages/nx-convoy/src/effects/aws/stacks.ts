import type { Stack, StackEvent as ProviderEvent } from '@aws-sdk/client-cloudformation';
import type { LiveStack } from '../../model/live-state';
import type { Cloud, StackEvent } from '../ports';
import { orNull, type Access, type Traits } from './access';
import { once } from './once';

/** CloudFormation: stacks and their events. */
export function createStacks(access: Access): Pick<Cloud, 'stack' | 'stackEvents'> {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-cloudformation');
    return { sdk, client: new sdk.CloudFormationClient(await access.settings()) };
  });
  return {
    stack: (name) =>
      access.call(`read stack ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        const question = new sdk.DescribeStacksCommand({ StackName: name });
        const answer = await orNull(client.send(question, { abortSignal }), isAbsent);
        const stack = answer?.Stacks?.[0];
        // A deleted stack is still described for a while when it is asked for by its id.
        return stack === undefined || stack.StackStatus === 'DELETE_COMPLETE' ? null : liveStack(name, stack);
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
          const answer = await orNull(client.send(question, { abortSignal }), isAbsent);
          const all = answer?.StackEvents ?? [];
          const wanted = all.filter((event) => (event.Timestamp?.getTime() ?? 0) >= from);
          events.push(...wanted.map(stackEvent));
          page = wanted.length < all.length ? undefined : answer?.NextToken;
        } while (page !== undefined);
        return events.reverse();
      }),
  };
}

function isAbsent(failure: Traits): boolean {
  return failure.name === 'ValidationError' && failure.message.includes('does not exist');
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
