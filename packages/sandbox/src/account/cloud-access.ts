/** How a client of the AWS SDK reaches the emulator, and nothing else. */
export interface CloudAccess {
  readonly awsEndpoint: string;
  readonly awsAccessKeyId: string;
  readonly awsSecretAccessKey: string;
}

interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** Endpoint and keys are given, so that no profile and no variable of the caller is asked. */
export function clientSettings(access: CloudAccess, region: string): ClientSettings {
  const credentials = { accessKeyId: access.awsAccessKeyId, secretAccessKey: access.awsSecretAccessKey };
  return { endpoint: access.awsEndpoint, region, credentials, maxAttempts: 3 };
}
