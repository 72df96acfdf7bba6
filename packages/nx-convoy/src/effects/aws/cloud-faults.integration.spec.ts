import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import type { StackSource } from '../ports';
import { createCloud } from './cloud';

const stacks = mockClient(CloudFormationClient);
const lambda = mockClient(LambdaClient);
const cloud = createCloud({
  region: 'us-east-2',
  endpoint: null,
  credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' },
  profile: null,
  role: null,
  session: 'run',
});
const source: StackSource = {
  template: '{}',
  parameters: { Word: 'one', Password: null, Gone: 'x', Fresh: null },
  tags: {},
  capabilities: ['CAPABILITY_IAM'],
};
const FAILED = { code: 'CONVOY_PROVIDER_FAILED' };

function fault(name: string, message = `this is ${name}`): Error {
  return Object.assign(new Error(message), { name });
}

function stackIs(StackStatus: Stack['StackStatus'], change: Partial<Stack> = {}): void {
  const Parameters = [{ ParameterKey: 'Word' }, { ParameterKey: 'Password' }, { ParameterKey: 'Gone' }];
  const known = { StackName: 'main', StackId: 'id', CreationTime: new Date(0), Parameters };
  stacks.on(DescribeStacksCommand).resolves({ Stacks: [{ ...known, StackStatus, ...change }] });
}

function updates() {
  return stacks.commandCalls(UpdateStackCommand).map(({ args }) => args[0].input);
}

beforeEach(() => {
  stacks.reset();
  lambda.reset();
  const asked = ['Word', 'Password', 'Fresh'].map((ParameterKey) => ({ ParameterKey }));
  stacks.on(GetTemplateSummaryCommand).resolves({ Parameters: asked });
});
afterAll(() => {
  stacks.restore();
  lambda.restore();
});

describe('an update of a stack', () => {
  it('sends what the template asks for: told values, hidden ones as they are, nothing else', async () => {
    stackIs('UPDATE_COMPLETE');
    expect(await cloud.updateStack('main', source, 'unused')).toBe('updating');
    expect(updates()).toEqual([
      expect.objectContaining({
        TemplateBody: '{}',
        Parameters: [
          { ParameterKey: 'Word', ParameterValue: 'one' },
          { ParameterKey: 'Password', UsePreviousValue: true },
        ],
        Tags: [],
        Capabilities: ['CAPABILITY_IAM'],
      }),
    ]);
  });

  it('bears the same token for the same change, and another once the stack has changed', async () => {
    stackIs('UPDATE_COMPLETE');
    await cloud.updateStack('main', source, 'unused');
    await cloud.updateStack('main', source, 'unused');
    stackIs('UPDATE_COMPLETE', { LastUpdatedTime: new Date(1) });
    await cloud.updateStack('main', source, 'unused');
    const [first, second, third] = updates().map(({ ClientRequestToken }) => ClientRequestToken);
    expect(first).toMatch(/^[a-zA-Z0-9][-a-zA-Z0-9]{0,127}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('that changes nothing is told from one that goes on', async () => {
    stackIs('UPDATE_COMPLETE');
    stacks.on(UpdateStackCommand).rejects(fault('ValidationError', 'No updates are to be performed.'));
    expect(await cloud.updateStack('main', source, 'unused')).toBe('unchanged');
  });

  it('whose answer was lost goes on: its token is known, or the events bear it', async () => {
    stackIs('UPDATE_COMPLETE');
    stacks.on(UpdateStackCommand).rejects(fault('TokenAlreadyExistsException'));
    expect(await cloud.updateStack('main', source, 'unused')).toBe('updating');

    const [ClientRequestToken] = updates().map((each) => each.ClientRequestToken);
    stackIs('UPDATE_IN_PROGRESS', { LastUpdatedTime: new Date(1) });
    stacks.on(UpdateStackCommand).rejects(fault('ValidationError'));
    stacks.on(DescribeStackEventsCommand).resolves({ StackEvents: [{ ClientRequestToken } as never] });
    expect(await cloud.updateStack('main', source, 'unused')).toBe('updating');
    const other = { ...source, parameters: { Word: 'two' } };
    await expect(cloud.updateStack('main', other, 'unused')).rejects.toMatchObject(FAILED);
  });

  it("is not taken for somebody else's that goes on", async () => {
    stackIs('UPDATE_IN_PROGRESS');
    stacks.on(UpdateStackCommand).rejects(fault('ValidationError'));
    stacks.on(DescribeStackEventsCommand).resolves({ StackEvents: [{} as never] });
    await expect(cloud.updateStack('main', source, 'unused')).rejects.toMatchObject(FAILED);
  });

  it('that is not allowed is refused with the words of AWS', async () => {
    stackIs('UPDATE_IN_PROGRESS');
    stacks.on(UpdateStackCommand).rejects(fault('AccessDenied'));
    await expect(cloud.updateStack('main', source, 'unused')).rejects.toMatchObject({
      ...FAILED,
      message: expect.stringContaining('this is AccessDenied'),
    });
    expect(updates()).toHaveLength(1);
  });
});

describe('the continuation of a rollback', () => {
  it.each([
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE',
  ] as const)('is fine where it is %s already', async (status) => {
    stackIs(status);
    stacks.on(ContinueUpdateRollbackCommand).rejects(fault('ValidationError'));
    await cloud.continueRollback('main');
    expect(stacks.commandCalls(ContinueUpdateRollbackCommand)).toHaveLength(1);
  });

  it('is refused elsewhere, and where it is not allowed', async () => {
    stackIs('UPDATE_ROLLBACK_FAILED');
    stacks.on(ContinueUpdateRollbackCommand).rejects(fault('ValidationError'));
    await expect(cloud.continueRollback('main')).rejects.toMatchObject(FAILED);
    stackIs('UPDATE_ROLLBACK_COMPLETE');
    stacks.on(ContinueUpdateRollbackCommand).rejects(fault('AccessDenied'));
    await expect(cloud.continueRollback('main')).rejects.toMatchObject(FAILED);
  });
});

describe('what a stack is made from', () => {
  const template = '{ "Resources": {} }\n';
  beforeEach(() => {
    stacks.on(GetTemplateCommand).resolves({ TemplateBody: template });
    stacks.on(GetTemplateSummaryCommand).resolves({
      Parameters: [{ ParameterKey: 'Password', NoEcho: true }],
      DeclaredTransforms: ['AWS::Serverless-2016-10-31'],
    });
  });

  it("leaves out what is hidden and AWS's own tags, and adds the word that a macro needs", async () => {
    stackIs('UPDATE_COMPLETE', {
      Parameters: [
        { ParameterKey: 'Word', ParameterValue: 'one' },
        { ParameterKey: 'Password', ParameterValue: '****' },
      ],
      Tags: [
        { Key: 'team', Value: 'x' },
        { Key: 'aws:cloudformation:stack-name', Value: 'main' },
      ],
      Capabilities: ['CAPABILITY_IAM'],
    });
    expect(await cloud.stackSource('main')).toEqual({
      template,
      parameters: { Word: 'one', Password: null },
      tags: { team: 'x' },
      capabilities: ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_IAM'],
    });
  });

  it('is nothing while a change set waits to be performed for the first time', async () => {
    stackIs('REVIEW_IN_PROGRESS');
    expect(await cloud.stackSource('main')).toBeNull();
  });
});

describe('a new alias', () => {
  const alias = { FunctionVersion: '2', Name: 'live' };
  beforeEach(() => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ CodeSha256: 'code' });
    lambda.on(CreateAliasCommand).rejects(fault('ResourceConflictException'));
  });

  it('whose answer was lost is where it was to be', async () => {
    lambda.on(GetAliasCommand).rejectsOnce(fault('ResourceNotFoundException')).resolves(alias);
    await cloud.moveAlias('api', 'live', '2');
    expect(lambda.commandCalls(CreateAliasCommand)).toHaveLength(1);
  });

  it('that somebody else made elsewhere is refused', async () => {
    lambda.on(GetAliasCommand).rejectsOnce(fault('ResourceNotFoundException')).resolves(alias);
    await expect(cloud.moveAlias('api', 'live', '3')).rejects.toMatchObject(FAILED);
  });
});
