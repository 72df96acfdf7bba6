import type { Projects } from 'cloudflare/resources/pages/projects/projects.js';

const PUBLIC_API = 'https://api.cloudflare.com/client/v4';
const TIMEOUT_MILLISECONDS = 30_000;
const RETRIES = 4;

export interface ConnectionOptions {
  readonly account: string;
  readonly token: string;
  /** null: Cloudflare itself. */
  readonly baseURL: string | null;
}

export interface Connection {
  readonly account: string;
  readonly projects: Projects;
}

/** The part of the official client that we use: the whole of it takes a second to load. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const [{ BaseCloudflare }, { Projects }] = await Promise.all([
    import('cloudflare/client.js'),
    import('cloudflare/resources/pages/projects/projects.js'),
  ]);
  // Everything that the client would read from the environment is said here.
  const client = new BaseCloudflare({
    baseURL: options.baseURL ?? PUBLIC_API,
    apiToken: options.token,
    apiKey: null,
    apiEmail: null,
    userServiceKey: null,
    logLevel: 'off',
    timeout: TIMEOUT_MILLISECONDS,
    maxRetries: RETRIES,
  });
  return { account: options.account, projects: new Projects(client) };
}
