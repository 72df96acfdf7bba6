import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

export interface NamedBucket {
  readonly bucket: string;
  readonly region: string;
  /** Of the sandbox; null: AWS. */
  readonly endpoint: string | null;
}

/** The bucket that the environment names is not there. */
export function bucketNotFound({ bucket, region, endpoint }: NamedBucket): CoordinationError {
  const where = endpoint === null ? '' : ` --endpoint-url ${endpoint}`;
  return refusal('CONVOY_BUCKET_NOT_FOUND', `there is no bucket ${bucket}`, {
    remedy: `make it, and let it keep versions:  aws s3 mb s3://${bucket} --region ${region}${where} && aws s3api put-bucket-versioning --bucket ${bucket} --region ${region}${where} --versioning-configuration Status=Enabled`,
    blame: 'outside',
  });
}
