import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { orNull, type Access, type Traits } from './access';
import { once } from './once';

export interface CloudFormation {
  readonly sdk: typeof import('@aws-sdk/client-cloudformation');
  readonly client: CloudFormationClient;
}
export type LoadCloudFormation = () => Promise<CloudFormation>;

export function loadCloudFormation(access: Access): LoadCloudFormation {
  return once(async () => {
    const sdk = await import('@aws-sdk/client-cloudformation');
    return { sdk, client: new sdk.CloudFormationClient(await access.settings()) };
  });
}

export async function describeStack(
  { sdk, client }: CloudFormation,
  name: string,
  abortSignal: AbortSignal,
): Promise<Stack | null> {
  const question = new sdk.DescribeStacksCommand({ StackName: name });
  const answer = await orNull(client.send(question, { abortSignal }), isAbsentStack);
  const stack = answer?.Stacks?.[0];
  // A deleted stack is still described for a while when it is asked for by its id.
  return stack === undefined || stack.StackStatus === 'DELETE_COMPLETE' ? null : stack;
}

export function isAbsentStack(failure: Traits): boolean {
  return failure.name === 'ValidationError' && failure.message.includes('does not exist');
}
