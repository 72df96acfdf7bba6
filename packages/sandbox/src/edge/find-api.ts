import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { CloudAccess } from '../account/cloud-access';
import { clientSettings } from '../account/cloud-access';
import type { Cors } from './cors';

export interface StackName {
  readonly stack: string;
  readonly region: string;
}
export interface FoundApi {
  readonly id: string;
  /** null: its template allows pages of other origins nothing. */
  readonly cors: Cors | null;
}
/** The HTTP API that a stack has now; undefined when there is no such stack or it has none. */
export type FindApi = (of: StackName) => Promise<FoundApi | undefined>;

// A redeployment may give the API another id: not to be remembered longer than a person would notice.
const remembered = 1_000;

export function openFindApi(access: CloudAccess): FindApi {
  const clients = new Map<string, CloudFormationClient>();
  const known = new Map<string, { readonly until: number; readonly api: Promise<FoundApi | undefined> }>();
  const clientOf = (region: string): CloudFormationClient => {
    const client = clients.get(region) ?? new CloudFormationClient(clientSettings(access, region));
    clients.set(region, client);
    return client;
  };
  return async ({ stack, region }) => {
    const key = `${region}/${stack}`;
    const last = known.get(key);
    if (last !== undefined && last.until > Date.now()) return last.api;
    const api = askStack(clientOf(region), stack);
    known.set(key, { until: Date.now() + remembered, api });
    const answer = await api;
    // What is not there yet may be there at once: only what was found is remembered.
    if (answer === undefined) known.delete(key);
    return answer;
  };
}

async function askStack(client: CloudFormationClient, stack: string): Promise<FoundApi | undefined> {
  try {
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ StackName: stack }),
    );
    const api = StackResources.find(({ ResourceType }) => ResourceType === 'AWS::ApiGatewayV2::Api');
    if (api?.PhysicalResourceId === undefined) return undefined;
    const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName: stack }));
    return { id: api.PhysicalResourceId, cors: corsOf(TemplateBody, api.LogicalResourceId ?? '') };
  } catch {
    return undefined;
  }
}

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Properties?: { readonly CorsConfiguration?: Cors } } | undefined>
  >;
}

function corsOf(template: string, resource: string): Cors | null {
  try {
    const { Resources = {} } = JSON.parse(template) as Template;
    return Resources[resource]?.Properties?.CorsConfiguration ?? null;
  } catch {
    // Written in YAML: then the emulator answers preflights as well as it can.
    return null;
  }
}
