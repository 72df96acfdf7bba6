import {
  CloudFormationClient,
  CreateStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  LambdaClient,
  PublishLayerVersionCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createCloud } from '../../src/effects/aws/cloud';
import type { Cloud, StackSource } from '../../src/effects/ports';
import { FakeCloud } from '../fakes/fake-cloud';
import { openEmulator } from './emulator';
import { zip } from './zip';

interface Setup {
  readonly cloud: Cloud;
  /** Makes the stack, or changes it, as somebody else would, and waits for the end. `secret`: value of its hidden parameter. */
  putStack(name: string, source: StackSource, secret: string): Promise<void>;
  putBucket(name: string): Promise<void>;
  putLayerVersion(name: string): Promise<string>;
  removeLayerVersion(arn: string): Promise<void>;
  putFunction(name: string, layer: string): Promise<void>;
  removeVersion(name: string, version: string): Promise<void>;
  /** How the object is encrypted where it lies. */
  encryption(bucket: string, key: string): Promise<string>;
  readonly close: () => Promise<void>;
}

const HIDDEN = 'Password';

async function fake(): Promise<Setup> {
  const cloud = new FakeCloud('us-east-2');
  const outputs = (source: StackSource): Record<string, string> => ({
    Value: source.parameters['Word'] ?? '',
    Kept: 'kept',
  });
  cloud.onUpdate = (name, source) => cloud.putStack(name, { source, outputs: outputs(source) });
  return {
    cloud,
    putStack: async (name, source) => cloud.putStack(name, { source, outputs: outputs(source) }),
    putBucket: async (name) => cloud.putBucket(name),
    putLayerVersion: async (name) => cloud.putLayerVersion(name),
    removeLayerVersion: async (arn) => cloud.removeLayerVersion(arn),
    putFunction: async (name, layer) => cloud.putFunction(name, { code: 'one', layers: [layer] }),
    removeVersion: async (name, version) => cloud.removeVersion(name, version),
    encryption: async () => 'AES256',
    close: async () => undefined,
  };
}

async function real(): Promise<Setup> {
  const { endpoint, credentials, close } = await openEmulator();
  const settings = { endpoint, credentials, region: 'us-east-2' };
  const [lambda, stacks] = [new LambdaClient(settings), new CloudFormationClient(settings)];
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const existing = new Set<string>();
  const waiting = { client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  return {
    cloud: createCloud({ ...settings, profile: null, role: null, session: 'test' }),
    putStack: async (name, source, secret) => {
      const question = {
        StackName: name,
        TemplateBody: source.template,
        Tags: Object.entries(source.tags).map(([Key, Value]) => ({ Key, Value })),
        Parameters: Object.entries(source.parameters).map(([ParameterKey, value]) => ({
          ParameterKey,
          ParameterValue: value ?? secret,
        })),
      };
      if (existing.has(name)) {
        await stacks.send(new UpdateStackCommand(question));
        await waitUntilStackUpdateComplete(waiting, { StackName: name });
        return;
      }
      existing.add(name);
      await stacks.send(new CreateStackCommand(question));
      await waitUntilStackCreateComplete(waiting, { StackName: name });
    },
    putBucket: async (name) => {
      await s3.send(
        new CreateBucketCommand({
          Bucket: name,
          CreateBucketConfiguration: { LocationConstraint: 'us-east-2' },
        }),
      );
    },
    putLayerVersion: async (name) => {
      const Content = { ZipFile: zip('python/any.py', '') };
      const answer = await lambda.send(new PublishLayerVersionCommand({ LayerName: name, Content }));
      return answer.LayerVersionArn ?? '';
    },
    removeLayerVersion: async (arn) => {
      const [LayerName, VersionNumber] = arn.split(':').slice(-2);
      await lambda.send(new DeleteLayerVersionCommand({ LayerName, VersionNumber: Number(VersionNumber) }));
    },
    putFunction: async (name, layer) => {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'python3.12',
          Handler: 'main.handle',
          Role: 'arn:aws:iam::111122223333:role/any',
          Code: { ZipFile: zip('main.py', 'def handle(event, context):\n    return 1\n') },
          Layers: [layer],
        }),
      );
    },
    removeVersion: async (name, version) => {
      await lambda.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: version }));
    },
    encryption: async (Bucket, Key) =>
      (await s3.send(new HeadObjectCommand({ Bucket, Key }))).ServerSideEncryption ?? 'none',
    close,
  };
}

/** Written as a person would: nothing of it may be changed on the way. */
function template(note: string, extra = ''): string {
  return `# ${note}
Parameters:
  Word: { Type: String }
  ${HIDDEN}: { Type: String, NoEcho: true }
${extra}
Resources:
  Thing:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: !Ref Word }
Outputs:
  Value: { Value: !Ref Word }
  Kept: { Value: !Ref ${HIDDEN} }
`;
}

function sourceOf(word: string, change: Partial<StackSource> = {}): StackSource {
  const parameters = { Word: word, [HIDDEN]: null };
  return { template: template('grün'), parameters, tags: { team: word }, capabilities: [], ...change };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('the way back in the cloud (%s)', (kind, open) => {
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

  async function ended(): Promise<string> {
    const deadline = performance.now() + 20_000;
    for (;;) {
      const status = (await cloud.stack(name))?.status ?? 'ABSENT';
      if (!status.endsWith('_IN_PROGRESS')) return status;
      if (performance.now() > deadline) throw new Error(`stack ${name} is still ${status}`);
    }
  }

  it('tells exactly what a stack was made from, but for what it hides', async () => {
    await setup.putStack(name, sourceOf('one'), 'kept');
    expect(await cloud.stackSource(name)).toEqual(sourceOf('one'));
    expect(await cloud.stackSource(`no-${name}`)).toBeNull();
  });

  it('puts a stack back to what it was made from earlier; what it hides stays', async () => {
    await setup.putStack(name, sourceOf('one'), 'kept');
    const earlier = (await cloud.stackSource(name))!;
    const more = template('other', '  More: { Type: String }');
    const parameters = { ...sourceOf('two').parameters, More: 'of it' };
    await setup.putStack(name, { ...sourceOf('two'), template: more, parameters }, 'kept');
    expect(await cloud.stackSource(name)).toMatchObject({ template: more, tags: { team: 'two' } });

    expect(await cloud.updateStack(name, earlier, 'unused')).toBe('updating');
    expect(await ended()).toBe('UPDATE_COMPLETE');
    expect((await cloud.stack(name))?.outputs).toEqual({ Value: 'one', Kept: 'kept' });
    expect(await cloud.stackSource(name)).toEqual(earlier);
  });

  it('says so when a stack is that already', async () => {
    await setup.putStack(name, sourceOf('one'), 'kept');
    expect(await cloud.updateStack(name, sourceOf('one'), 'unused')).toBe('unchanged');
    expect((await cloud.stack(name))?.status).toBe('CREATE_COMPLETE');
  });

  it('takes a template that is too large for the call through the bucket', async () => {
    await setup.putStack(name, sourceOf('one'), 'kept');
    const large = sourceOf('large', { template: template('x'.repeat(60_000)) });
    await expect(cloud.updateStack(name, large, `bucket-${name}`)).rejects.toMatchObject({
      code: 'CONVOY_BUCKET_NOT_FOUND',
      message: expect.stringContaining(`bucket-${name}`),
    });
    await setup.putBucket(`bucket-${name}`);
    expect(await cloud.updateStack(name, large, `bucket-${name}`)).toBe('updating');
    expect(await ended()).toBe('UPDATE_COMPLETE');
    expect(await cloud.stackSource(name)).toEqual(large);
  });

  it('changes no stack that does not exist', async () => {
    const refusal = { code: 'CONVOY_PROVIDER_FAILED', message: expect.stringContaining(name) };
    await expect(cloud.updateStack(name, sourceOf('one'), 'unused')).rejects.toMatchObject(refusal);
    await expect(cloud.continueRollback(name)).rejects.toMatchObject(refusal);
    expect(await cloud.stack(name)).toBeNull();
  });

  it('deletes a stack, and does not mind that it is gone', async () => {
    await setup.putStack(name, sourceOf('one'), 'kept');
    await cloud.deleteStack(name);
    expect(await ended()).toBe('ABSENT');
    await cloud.deleteStack(name);
    expect(await cloud.stackSource(name)).toBeNull();
  });

  it('continues no rollback where none failed', async () => {
    await setup.putStack(name, sourceOf('one'), 'kept');
    await expect(cloud.continueRollback(name)).rejects.toMatchObject({ code: 'CONVOY_PROVIDER_FAILED' });
    expect((await cloud.stack(name))?.status).toBe('CREATE_COMPLETE');
  });

  it('keeps a text of some megabytes, encrypted, and the last one under a key', async () => {
    await setup.putBucket(name);
    const text = 'Größe\n'.repeat(400_000);
    await cloud.keepObject(name, 'a/b.json', 'first');
    await cloud.keepObject(name, 'a/b.json', text);
    expect((await cloud.object(name, 'a/b.json')) === text).toBe(true);
    expect(await setup.encryption(name, 'a/b.json')).toBe('AES256');
  });

  it('tells a key from one that only begins alike', async () => {
    await setup.putBucket(name);
    await cloud.keepObject(name, 'a/b.json', '');
    expect(await cloud.objectExists(name, 'a/b.json')).toBe(true);
    expect(await cloud.object(name, 'a/b.json')).toBe('');
    for (const key of ['a/b', 'a', 'a/b.json.old']) {
      expect(await cloud.objectExists(name, key)).toBe(false);
      expect(await cloud.object(name, key)).toBeNull();
    }
  });

  it('says which bucket is missing and how to make it', async () => {
    const refusal = {
      code: 'CONVOY_BUCKET_NOT_FOUND',
      message: expect.stringContaining(name),
      remedy: expect.stringContaining(`aws s3 mb s3://${name} --region us-east-2`),
    };
    await expect(cloud.keepObject(name, 'key', 'text')).rejects.toMatchObject(refusal);
    await expect(cloud.object(name, 'key')).rejects.toMatchObject(refusal);
    await expect(cloud.objectExists(name, 'key')).rejects.toMatchObject(refusal);
  });

  it('knows the versions of a function and of a layer, until they are removed', async () => {
    const layer = await setup.putLayerVersion(`layer-of-${name}`);
    await setup.putFunction(name, layer);
    const version = await cloud.publishVersion(name);
    const codeSha256 = (await cloud.function(name, null))?.codeSha256;
    expect(await cloud.functionVersion(name, version)).toEqual({ codeSha256, layers: [layer] });
    expect(await cloud.functionVersion(name, '99')).toBeNull();
    expect(await cloud.functionVersion(`no-${name}`, version)).toBeNull();
    expect(await cloud.layerExists(layer)).toBe(true);
    expect(await cloud.layerContent(layer)).toMatch(/.+/);
    expect(await cloud.layerContent(layer.replace(/1$/, '9'))).toBeNull();
    expect(await cloud.layerExists(layer.replace(/1$/, '9'))).toBe(false);

    await setup.removeVersion(name, version);
    await setup.removeLayerVersion(layer);
    expect(await cloud.functionVersion(name, version)).toBeNull();
    expect(await cloud.layerExists(layer)).toBe(false);
  });
});
