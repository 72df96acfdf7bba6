import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { bucketNotFound } from '../../model/bucket-errors';
import type { Cloud } from '../ports';
import { orNull, traits, type Access } from './access';
import { once } from './once';
import type { ShelveTemplate } from './stack-changes';

interface S3 {
  readonly sdk: typeof import('@aws-sdk/client-s3');
  readonly client: S3Client;
}
interface Place {
  readonly region: string;
  readonly endpoint: string | null;
  /** Whose buckets are used: one of the same name that is somebody else's is refused. */
  readonly account: () => Promise<string>;
}
interface Thing {
  readonly Bucket: string;
  readonly Key: string;
  readonly ExpectedBucketOwner: string;
}
type Objects = Pick<Cloud, 'keepObject' | 'object' | 'objectExists'> & { readonly shelve: ShelveTemplate };

/** Texts in buckets of the account. */
export function createObjects(access: Access, place: Place): Objects {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-s3');
    const settings = await access.settings();
    const way = { forcePathStyle: place.endpoint !== null, followRegionRedirects: true };
    return { sdk, client: new sdk.S3Client({ ...settings, ...way }) };
  });
  const ask = async <Answer>(
    [what, bucket, key]: readonly [string, string, string],
    work: (s3: S3, thing: Thing, abortSignal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> => {
    const ExpectedBucketOwner = await place.account();
    return access.call(`${what} bucket ${bucket} of account ${ExpectedBucketOwner}`, async (abortSignal) => {
      try {
        return await work(await load(), { Bucket: bucket, Key: key, ExpectedBucketOwner }, abortSignal);
      } catch (cause) {
        if (traits(cause).name === 'NoSuchBucket') throw bucketNotFound({ bucket, ...place });
        throw cause;
      }
    });
  };
  return {
    keepObject: (bucket, key, text) =>
      ask([`keep ${key} in`, bucket, key], (s3, thing, abortSignal) =>
        put(s3, { ...thing, text }, abortSignal),
      ),
    object: (bucket, key) => ask([`read ${key} from`, bucket, key], read),
    objectExists: (bucket, key) => ask([`look for ${key} in`, bucket, key], exists),
    shelve: (bucket, template) => {
      const key = `nx-convoy/templates/${createHash('sha256').update(template).digest('hex')}`;
      return ask([`keep ${key} in`, bucket, key], async (s3, thing, abortSignal) => {
        await put(s3, { ...thing, text: template }, abortSignal);
        return addressOf(place, thing, await regionOf(s3, thing, abortSignal));
      });
    },
  };
}

async function put(
  { sdk, client }: S3,
  { text, ...thing }: Thing & { readonly text: string },
  abortSignal: AbortSignal,
): Promise<void> {
  const question = new sdk.PutObjectCommand({
    ...thing,
    Body: Buffer.from(text),
    ContentType: 'text/plain; charset=utf-8',
    ServerSideEncryption: 'AES256',
  });
  await client.send(question, { abortSignal });
}

async function read({ sdk, client }: S3, thing: Thing, abortSignal: AbortSignal): Promise<string | null> {
  const answer = await orNull(
    client.send(new sdk.GetObjectCommand(thing), { abortSignal }),
    (failure) => failure.name === 'NoSuchKey',
  );
  return (await answer?.Body?.transformToString('utf-8')) ?? null;
}

/** By a listing: the answer to a HEAD has no words, so it cannot tell a missing bucket from a missing key or from a refusal. */
async function exists({ sdk, client }: S3, thing: Thing, abortSignal: AbortSignal): Promise<boolean> {
  const { Key, ...bucket } = thing;
  const question = new sdk.ListObjectsV2Command({ ...bucket, Prefix: Key, MaxKeys: 1 });
  const { Contents } = await client.send(question, { abortSignal });
  // Sorted: the key itself comes before all that only begin with it.
  return Contents?.[0]?.Key === Key;
}

async function regionOf(
  { sdk, client }: S3,
  { Bucket, ExpectedBucketOwner }: Thing,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const question = new sdk.HeadBucketCommand({ Bucket, ExpectedBucketOwner });
  return (await client.send(question, { abortSignal })).BucketRegion;
}

/** Where CloudFormation reads it, with the rights of whoever asks. */
function addressOf({ endpoint, region }: Place, { Bucket, Key }: Thing, bucketRegion = region): string {
  const suffix = bucketRegion.startsWith('cn-') ? '.cn' : '';
  return `${endpoint ?? `https://s3.${bucketRegion}.amazonaws.com${suffix}`}/${Bucket}/${Key}`;
}
