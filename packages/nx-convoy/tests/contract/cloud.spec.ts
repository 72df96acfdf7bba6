import { createHash } from 'node:crypto';
import {
  CloudFormationClient,
  CreateStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateFunctionCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createCloud } from '../../src/effects/aws/cloud';
import type { Cloud } from '../../src/effects/ports';
import { FakeCloud } from '../fakes/fake-cloud';
import { openEmulator } from './emulator';
import { zip } from './zip';

interface Setup {
  readonly cloud: Cloud;
  /** A function that answers `{ answer: <word>, payload }`, or raises for the word `raise`; a second time: new code. */
  putFunction(name: string, word: string, layers?: string[]): Promise<void>;
  /** Sets the memory (MB) and the only variable, DB_PASSWORD, of a function. */
  configure(name: string, memory: number, password: string): Promise<void>;
  putLayerVersion(name: string): Promise<string>;
  putStack(name: string, value: string): Promise<void>;
  /** A stack whose first creation fails for one resource. */
  breakStack(name: string): Promise<void>;
  putParameter(name: string, value: string): Promise<void>;
  readonly close: () => Promise<void>;
}

async function fake(): Promise<Setup> {
  const cloud = new FakeCloud();
  return {
    cloud,
    putFunction: async (name, word, layers = []) => {
      cloud.putFunction(name, { code: word, layers });
      cloud.putHandler(name, (payload) =>
        word === 'raise'
          ? { type: 'function-error', message: 'Error: raised' }
          : { type: 'answered', answer: { answer: word, payload } },
      );
    },
    configure: async (name, memory, password) => {
      const digest = createHash('sha256').update(password).digest('hex').slice(0, 12);
      const settings = { memory: String(memory), timeout: '3', handler: 'main.handle', role: 'any' };
      const configuration = { settings, variables: [{ variable: 'DB_PASSWORD', digest }] };
      cloud.putFunction(name, { configuration });
    },
    putLayerVersion: async (name) => cloud.putLayerVersion(name),
    putStack: async (name, value) => {
      cloud.putStack(name, { outputs: { Value: value } });
      cloud.putStackEvent(name, { resource: 'Thing', status: 'CREATE_IN_PROGRESS', reason: '' });
      cloud.putStackEvent(name, { resource: 'Thing', status: 'CREATE_COMPLETE', reason: '' });
    },
    breakStack: async (name) => {
      cloud.putStack(name, { status: 'ROLLBACK_COMPLETE' });
      cloud.putStackEvent(name, { resource: 'Broken', status: 'CREATE_FAILED', reason: 'no such layer' });
      cloud.putStackEvent(name, { resource: name, status: 'ROLLBACK_COMPLETE', reason: '' });
    },
    putParameter: async (name, value) => cloud.putParameter(name, value),
    close: async () => undefined,
  };
}

async function real(): Promise<Setup> {
  const { endpoint, credentials, close } = await openEmulator();
  const settings = { endpoint, credentials, region: 'us-east-2' };
  const [lambda, stacks, ssm] = [
    new LambdaClient(settings),
    new CloudFormationClient(settings),
    new SSMClient(settings),
  ];
  const existing = new Set<string>();
  const waiting = { client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  return {
    cloud: createCloud({
      region: 'us-east-2',
      endpoint,
      credentials,
      profile: null,
      role: null,
      session: 'test',
    }),
    putFunction: async (name, word, layers = []) => {
      const ZipFile = zip('main.py', handlerOf(word));
      if (existing.has(name)) {
        await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
        return;
      }
      existing.add(name);
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'python3.12',
          Handler: 'main.handle',
          Role: 'arn:aws:iam::111122223333:role/any',
          Code: { ZipFile },
          Layers: layers,
        }),
      );
    },
    configure: async (FunctionName, MemorySize, password) => {
      const Environment = { Variables: { DB_PASSWORD: password } };
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize, Environment }));
    },
    putLayerVersion: async (name) => {
      const Content = { ZipFile: zip('python/any.py', '') };
      const answer = await lambda.send(new PublishLayerVersionCommand({ LayerName: name, Content }));
      return answer.LayerVersionArn ?? '';
    },
    putStack: async (name, value) => {
      const question = { StackName: name, TemplateBody: template(value) };
      if (existing.has(name)) {
        await stacks.send(new UpdateStackCommand(question));
        await waitUntilStackUpdateComplete(waiting, { StackName: name });
        return;
      }
      existing.add(name);
      await stacks.send(new CreateStackCommand(question));
      await waitUntilStackCreateComplete(waiting, { StackName: name });
    },
    breakStack: async (name) => {
      await stacks.send(new CreateStackCommand({ StackName: name, TemplateBody: brokenTemplate() }));
      // It waits for the end of the creation and complains about what it was.
      await waitUntilStackCreateComplete(waiting, { StackName: name }).catch(() => undefined);
    },
    putParameter: async (name, value) => {
      await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'SecureString' }));
    },
    close,
  };
}

function handlerOf(word: string): string {
  const body =
    word === 'raise' ? `raise ValueError('raised')` : `return {'answer': '${word}', 'payload': event}`;
  return `def handle(event, context):\n    ${body}\n`;
}

function template(value: string): string {
  const Thing = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: value } };
  return JSON.stringify({ Resources: { Thing }, Outputs: { Value: { Value: value } } });
}

function brokenTemplate(): string {
  const Broken = {
    Type: 'AWS::Lambda::LayerVersionPermission',
    Properties: {
      Action: 'lambda:GetLayerVersion',
      LayerVersionArn: 'arn:aws:lambda:us-east-2:111122223333:layer:none:1',
      Principal: '*',
    },
  };
  return JSON.stringify({ Resources: { Broken } });
}

describe.each([
  ['fake', fake],
  ['real', real],
])('cloud (%s)', (kind, open) => {
  let setup: Setup;
  let cloud: Cloud;
  let name: string;
  let count = 0;
  jest.setTimeout(30_000);

  beforeAll(async () => {
    setup = await open();
    cloud = setup.cloud;
  }, 120_000);
  afterAll(() => setup.close(), 30_000);
  beforeEach(() => {
    count += 1;
    name = `thing-${kind}-${count}`;
  });

  it('tells the account of the identity', async () => {
    expect(await cloud.account()).toBe('111122223333');
  });

  it('answers null, or nothing, for what does not exist', async () => {
    expect(await cloud.stack(name)).toBeNull();
    expect(await cloud.stackEvents(name, '2020-01-01T00:00:00.000Z')).toEqual([]);
    expect(await cloud.function(name, 'live')).toBeNull();
    expect(await cloud.newestLayerVersion(name)).toBeNull();
    expect(await cloud.parameter(`/${name}`)).toBeNull();
  });

  it('refuses to act on a function that does not exist, and says what it could not do', async () => {
    const code = 'CONVOY_PROVIDER_FAILED';
    await expect(cloud.invoke(name, {})).rejects.toMatchObject({
      code,
      message: expect.stringContaining(name),
    });
    await expect(cloud.publishVersion(name)).rejects.toMatchObject({ code });
    await expect(cloud.moveAlias(name, 'live', '1')).rejects.toMatchObject({ code });
  });

  it('reads a stack with its outputs, and the time of its last change', async () => {
    await setup.putStack(name, 'one');
    const first = await cloud.stack(name);
    expect(first).toMatchObject({ name, status: 'CREATE_COMPLETE', outputs: { Value: 'one' } });
    await setup.putStack(name, 'two');
    const second = await cloud.stack(name);
    expect(second).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Value: 'two' } });
    expect(Date.parse(second?.updatedAt ?? '')).toBeGreaterThan(Date.parse(first?.updatedAt ?? ''));
  });

  it('reads the events of a stack since a time, oldest first', async () => {
    await setup.putStack(name, 'one');
    const all = await cloud.stackEvents(name, '2020-01-01T00:00:00.000Z');
    const mine = all.filter((event) => event.resource === 'Thing');
    expect(mine.map((event) => event.status)).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
    expect(all.map((event) => event.at)).toEqual(all.map((event) => event.at).sort());
    const last = all.at(-1)!;
    const later = await cloud.stackEvents(name, last.at);
    expect(later).toContainEqual(last);
    expect(later).toEqual(all.filter((event) => event.at >= last.at));
  });

  it('tells which resource failed and why', async () => {
    await setup.breakStack(name);
    expect(await cloud.stack(name)).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    const failed = (await cloud.stackEvents(name, '2020-01-01T00:00:00.000Z')).filter(
      (event) => event.status === 'CREATE_FAILED',
    );
    expect(failed).toContainEqual(
      expect.objectContaining({ resource: 'Broken', reason: expect.stringMatching(/.+/) }),
    );
  });

  describe('users of layers', () => {
    it('are found by what they attach, in their newest state and in what an alias resolves to, never by name', async () => {
      const [one, two, other] = [
        await setup.putLayerVersion(`shared-${name}`),
        await setup.putLayerVersion(`shared-${name}`),
        await setup.putLayerVersion(`other-${name}`),
      ];
      await setup.putFunction(`${name}-old`, 'a', [other, one]);
      await setup.putFunction(`${name}-none`, 'a', [other]);
      await setup.putFunction(`${name}-alias`, 'a', [one]);
      const version = await setup.cloud.publishVersion(`${name}-alias`);
      await setup.cloud.moveAlias(`${name}-alias`, 'live', version);
      await setup.cloud.setLayers(`${name}-alias`, [two]);
      const users = await setup.cloud.layerUsers([`shared-${name}`], []);
      expect([...users].sort((left, right) => left.function.localeCompare(right.function))).toEqual([
        { function: `${name}-alias`, layers: [two], aliases: [{ alias: 'live', version, layers: [one] }] },
        { function: `${name}-old`, layers: [other, one], aliases: [] },
      ]);
      expect(await setup.cloud.layerUsers([`share-${name}`], [])).toEqual([]);
      await setup.cloud.setLayers(`${name}-alias`, []);
      const known = await setup.cloud.layerUsers([`shared-${name}`], [`${name}-alias`]);
      expect(known.map((each) => each.function)).toContain(`${name}-alias`);
    });

    it('are all found where there are more than one page of them', async () => {
      const arn = await setup.putLayerVersion(`many-${name}`);
      const names = Array.from({ length: 60 }, (_, index) => `${name}-many-${index}`);
      await Promise.all(names.map((each) => setup.putFunction(each, 'a', [arn])));
      const users = await setup.cloud.layerUsers([`many-${name}`], []);
      expect(users.map((each) => each.function).sort()).toEqual([...names].sort());
    });

    it('are told of where they are known, also when somebody took the layer away; what does not exist is not', async () => {
      await setup.putFunction(`${name}-bare`, 'a');
      const users = await setup.cloud.layerUsers([`gone-${name}`], [`${name}-bare`, `${name}-absent`]);
      expect(users).toEqual([{ function: `${name}-bare`, layers: [], aliases: [] }]);
    });

    it('get other layers in the order that is asked for', async () => {
      const [one, two, other] = [
        await setup.putLayerVersion(`set-${name}`),
        await setup.putLayerVersion(`set-${name}`),
        await setup.putLayerVersion(`more-${name}`),
      ];
      await setup.putFunction(`${name}-set`, 'a', [other, one]);
      await setup.cloud.setLayers(`${name}-set`, [other, two]);
      expect((await setup.cloud.function(`${name}-set`, null))?.layers).toEqual([other, two]);
    });
  });

  it('reads a function with its layers', async () => {
    const arn = await setup.putLayerVersion(`layer-of-${name}`);
    await setup.putFunction(name, 'one', [arn]);
    expect(await cloud.function(name, null)).toMatchObject({
      name,
      runtime: 'python3.12',
      layers: [arn],
      alias: null,
    });
    expect((await cloud.function(name, 'live'))?.alias).toBeNull();
  });

  it('tells how a function is set up, and that a variable changed, but never a value', async () => {
    await setup.putFunction(name, 'one');
    await setup.configure(name, 256, 'first-password');
    const first = await cloud.function(name, null);
    expect(first?.configuration?.settings).toMatchObject({
      memory: '256',
      timeout: '3',
      handler: 'main.handle',
    });
    expect(first?.configuration?.variables.map(({ variable }) => variable)).toEqual(['DB_PASSWORD']);
    expect((await cloud.function(name, null))?.configuration).toEqual(first?.configuration);
    await setup.configure(name, 256, 'second-password');
    const second = await cloud.function(name, null);
    expect(second?.configuration?.settings).toEqual(first?.configuration?.settings);
    expect(second?.configuration?.variables).not.toEqual(first?.configuration?.variables);
    expect(JSON.stringify([first, second])).not.toContain('-password');
  });

  it('publishes one version of the same code, and another of other code', async () => {
    await setup.putFunction(name, 'one');
    const first = await cloud.publishVersion(name);
    expect(await cloud.publishVersion(name)).toBe(first);
    await setup.putFunction(name, 'two');
    const second = await cloud.publishVersion(name);
    expect(Number(second)).toBeGreaterThan(Number(first));
    expect(await cloud.function(name, null)).toMatchObject({
      state: 'Active',
      lastUpdateStatus: 'Successful',
    });
  });

  it('makes an alias, moves it, and tells what it resolves to', async () => {
    await setup.putFunction(name, 'one');
    const first = await cloud.publishVersion(name);
    await cloud.moveAlias(name, 'live', first);
    const before = await cloud.function(name, 'live');
    expect(before?.alias).toEqual({ name: 'live', version: first, codeSha256: before?.codeSha256 });

    await setup.putFunction(name, 'two');
    const second = await cloud.publishVersion(name);
    const between = await cloud.function(name, 'live');
    expect(between?.alias).toEqual(before?.alias);
    expect(between?.codeSha256).not.toBe(before?.codeSha256);

    await cloud.moveAlias(name, 'live', second);
    await cloud.moveAlias(name, 'live', second);
    expect((await cloud.function(name, 'live'))?.alias).toMatchObject({
      version: second,
      codeSha256: between?.codeSha256,
    });
  });

  it('moves no alias to a version that does not exist', async () => {
    await setup.putFunction(name, 'one');
    await cloud.publishVersion(name);
    await expect(cloud.moveAlias(name, 'live', '99')).rejects.toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
    });
    expect((await cloud.function(name, 'live'))?.alias).toBeNull();
  });

  it('invokes a function with JSON and reads JSON', async () => {
    await setup.putFunction(name, 'one');
    const payload = { operation: 'health_check', text: 'grün' };
    await cloud.publishVersion(name);
    expect(await cloud.invoke(name, payload)).toEqual({
      type: 'answered',
      answer: { answer: 'one', payload },
    });
  });

  it('tells an error of the function from an answer', async () => {
    await setup.putFunction(name, 'raise');
    await cloud.publishVersion(name);
    expect(await cloud.invoke(name, {})).toMatchObject({
      type: 'function-error',
      message: expect.stringContaining('raised'),
    });
  });

  it('finds the newest of more versions of a layer than fit on a page', async () => {
    let arn = '';
    for (let version = 1; version <= 55; version += 1) arn = await setup.putLayerVersion(name);
    expect(await cloud.newestLayerVersion(name)).toEqual({ version: 55, arn });
  });

  it('sets a parameter that is new, and again', async () => {
    const parameter = `/${name}/flag`;
    for (const value of ['10', '25']) {
      await cloud.setParameter(parameter, value);
      expect(await cloud.parameter(parameter)).toBe(value);
    }
  });

  it('reads a parameter decrypted', async () => {
    await setup.putParameter(`/${name}/password`, 'value');
    expect(await cloud.parameter(`/${name}/password`)).toBe('value');
  });
});
