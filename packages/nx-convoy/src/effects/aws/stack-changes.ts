import { createHash } from 'node:crypto';
import type { Capability, Parameter, Stack, UpdateStackInput } from '@aws-sdk/client-cloudformation';
import { digestOf } from '../../model/digest';
import type { Cloud, StackSource } from '../ports';
import { traits, type Access } from './access';
import { describeStack, type CloudFormation, type LoadCloudFormation } from './cloud-formation';

/** Puts a template where CloudFormation can read it and answers the address. */
export type ShelveTemplate = (bucket: string, template: string) => Promise<string>;
type Changes = Pick<Cloud, 'updateStack' | 'deleteStack' | 'continueRollback'>;

/** The largest template that CloudFormation takes in a call. */
const LARGEST_BODY_BYTES = 51_200;

/** Begins changes of stacks; what comes of them is in the stack's status. */
export function createStackChanges(
  access: Access,
  load: LoadCloudFormation,
  shelve: ShelveTemplate,
): Changes {
  return {
    updateStack: (name, source, bucket) =>
      access.call(`update stack ${name}`, async (abortSignal) => {
        const { template } = source;
        const isSmall = Buffer.byteLength(template) <= LARGEST_BODY_BYTES;
        const body = isSmall ? { TemplateBody: template } : { TemplateURL: await shelve(bucket, template) };
        return update(await load(), { name, source, body, abortSignal });
      }),
    deleteStack: (name) =>
      access.call(`delete stack ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        await client.send(new sdk.DeleteStackCommand({ StackName: name }), { abortSignal });
      }),
    continueRollback: (name) =>
      access.call(`continue the rollback of stack ${name}`, async (abortSignal) => {
        const { sdk, client } = await load();
        try {
          await client.send(new sdk.ContinueUpdateRollbackCommand({ StackName: name }), { abortSignal });
        } catch (cause) {
          if (traits(cause).name !== 'ValidationError') throw cause;
          // Refused: either it cannot be, or the answer to our first attempt was lost.
          const stack = await describeStack({ sdk, client }, name, abortSignal);
          if (!/^UPDATE_ROLLBACK_(IN_PROGRESS|COMPLETE)/.test(stack?.StackStatus ?? '')) throw cause;
        }
      }),
  };
}

interface Update {
  readonly name: string;
  readonly source: StackSource;
  readonly body: Pick<UpdateStackInput, 'TemplateBody' | 'TemplateURL'>;
  readonly abortSignal: AbortSignal;
}

async function update(cloudFormation: CloudFormation, wish: Update): Promise<'updating' | 'unchanged'> {
  const { sdk, client } = cloudFormation;
  const { name, source, body, abortSignal } = wish;
  const stack = await describeStack(cloudFormation, name, abortSignal);
  if (stack === null) throw new RangeError('there is no such stack');
  const question = new sdk.UpdateStackCommand({
    StackName: name,
    ...body,
    Parameters: await parametersOf(cloudFormation, wish, stack),
    Tags: Object.entries(source.tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: source.capabilities as Capability[],
    ClientRequestToken: `${tokenOf(name, source)}-${shortDigest([stack.StackId, stack.LastUpdatedTime ?? null])}`,
  });
  try {
    await client.send(question, { abortSignal });
    return 'updating';
  } catch (cause) {
    const { name: kind, message } = traits(cause);
    if (message.includes('No updates are to be performed')) return 'unchanged';
    // The token is of this change of the stack as it was: whoever has used it is an attempt of ours whose answer was lost.
    if (kind.startsWith('TokenAlreadyExists')) return 'updating';
    if (kind !== 'ValidationError') throw cause;
    // Refused, maybe since this very update is under way: of an earlier run, or of an attempt whose answer was lost.
    if (await isOurs(cloudFormation, wish)) return 'updating';
    throw cause;
  }
}

/** What the template asks for: a value that is not told stays as it is, if there is one. */
async function parametersOf(
  { sdk, client }: CloudFormation,
  { source, body, abortSignal }: Update,
  stack: Stack,
): Promise<Parameter[]> {
  const summary = await client.send(new sdk.GetTemplateSummaryCommand(body), { abortSignal });
  const asked = new Set((summary.Parameters ?? []).map(({ ParameterKey }) => ParameterKey));
  const present = new Set((stack.Parameters ?? []).map(({ ParameterKey }) => ParameterKey));
  return Object.entries(source.parameters).flatMap(([ParameterKey, value]): Parameter[] => {
    if (!asked.has(ParameterKey)) return [];
    if (value !== null) return [{ ParameterKey, ParameterValue: value }];
    return present.has(ParameterKey) ? [{ ParameterKey, UsePreviousValue: true }] : [];
  });
}

/** Whether what goes on with the stack is an update of ours to this source: its events bear our token. */
async function isOurs(
  cloudFormation: CloudFormation,
  { name, source, abortSignal }: Update,
): Promise<boolean> {
  const { sdk, client } = cloudFormation;
  const stack = await describeStack(cloudFormation, name, abortSignal);
  if (stack?.StackStatus?.endsWith('_IN_PROGRESS') !== true) return false;
  const { StackEvents } = await client.send(new sdk.DescribeStackEventsCommand({ StackName: name }), {
    abortSignal,
  });
  return StackEvents?.[0]?.ClientRequestToken?.startsWith(`${tokenOf(name, source)}-`) === true;
}

/** The same for the same wish; what follows it in a token tells one going back from the next. */
function tokenOf(name: string, source: StackSource): string {
  return `convoy-${shortDigest([name, digestOf(source)])}`;
}

function shortDigest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
}
