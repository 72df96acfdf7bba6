import { createAccess } from './access';

export interface AssumedRole {
  readonly region: string;
  readonly profile: string | null;
  readonly role: string;
  readonly session: string;
}

/** The credentials of an assumed role as variables for a child: it must act as exactly the identity whose account was checked. */
export async function assumedVariables(assumed: AssumedRole): Promise<Record<string, string>> {
  const access = createAccess({ ...assumed, endpoint: null, credentials: null });
  return access.call(`assume ${assumed.role}`, async () => {
    const { credentials } = await access.settings();
    const keys = typeof credentials === 'function' ? await credentials() : credentials;
    const token = 'sessionToken' in keys && typeof keys.sessionToken === 'string' ? keys.sessionToken : null;
    return {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...(token === null ? {} : { AWS_SESSION_TOKEN: token }),
    };
  });
}
