import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import type { CloudAccess } from '../account/cloud-access';
import { clientSettings } from '../account/cloud-access';

export interface StackName {
  readonly stack: string;
  readonly region: string;
}
/** The id of the HTTP API that a stack has now; undefined when there is no such stack or it has none. */
export type FindApi = (of: StackName) => Promise<string | undefined>;

// A redeployment may give the API another id: not to be remembered longer than a person would notice.
const remembered = 1_000;

export function openFindApi(access: CloudAccess): FindApi {
  const clients = new Map<string, CloudFormationClient>();
  const known = new Map<string, { readonly until: number; readonly id: Promise<string | undefined> }>();
  const clientOf = (region: string): CloudFormationClient => {
    const client = clients.get(region) ?? new CloudFormationClient(clientSettings(access, region));
    clients.set(region, client);
    return client;
  };
  return async ({ stack, region }) => {
    const key = `${region}/${stack}`;
    const last = known.get(key);
    if (last !== undefined && last.until > Date.now()) return last.id;
    const id = askStack(clientOf(region), stack);
    known.set(key, { until: Date.now() + remembered, id });
    const answer = await id;
    // What is not there yet may be there at once: only what was found is remembered.
    if (answer === undefined) known.delete(key);
    return answer;
  };
}

async function askStack(client: CloudFormationClient, stack: string): Promise<string | undefined> {
  try {
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: stack }));
    return StackResources?.find((resource) => resource.ResourceType === 'AWS::ApiGatewayV2::Api')
      ?.PhysicalResourceId;
  } catch {
    return undefined;
  }
}
