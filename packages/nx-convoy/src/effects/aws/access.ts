import { isCoordinationError } from '../../model/coordination-error';
import { noIdentity, sandboxNotRunning } from '../../model/errors';
import { providerFailed } from '../../model/provider-failed';
import type { CloudOptions } from './cloud';

/** How long one question may take, retries included. */
const BUDGET_MILLISECONDS = 60_000;
const ATTEMPTS = 8;
const IDENTITY_ERRORS =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken(Exception)?|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure)$/;

type KeyPair = NonNullable<CloudOptions['credentials']>;
type Providers = typeof import('@aws-sdk/credential-providers');
type Chain =
  ReturnType<Providers['fromNodeProviderChain']> | ReturnType<Providers['fromTemporaryCredentials']>;

/** What all clients of one cloud are made of. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: KeyPair | Chain;
  readonly requestHandler?: CloudOptions['requestHandler'];
  readonly ignoreConfiguredEndpointUrls: true;
  readonly useFipsEndpoint?: false;
  readonly useDualstackEndpoint?: false;
  readonly maxAttempts: number;
  readonly retryMode: 'adaptive';
}

export interface Access {
  settings(): Promise<ClientSettings>;
  /** Makes one question within the time budget; its failure says what was asked. */
  call<Answer>(what: string, work: (abortSignal: AbortSignal) => Promise<Answer>): Promise<Answer>;
  /** The refusal that a failure of the SDK stands for. */
  refusal(what: string, cause: unknown): Error;
}

export function createAccess(options: CloudOptions): Access {
  let settings: Promise<ClientSettings> | null = null;
  const refusal = (what: string, cause: unknown): Error => refusalOf(options, what, cause);
  return {
    settings: () => (settings ??= settingsOf(options)),
    refusal,
    call: async (what, work) => {
      try {
        return await within(options.budgetMilliseconds ?? BUDGET_MILLISECONDS, work);
      } catch (cause) {
        throw refusal(what, cause);
      }
    },
  };
}

/** The SDK ends an attempt at the signal, but not its pauses between attempts: so the end is not left to it. */
async function within<Answer>(
  milliseconds: number,
  work: (abortSignal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const abortSignal = AbortSignal.timeout(milliseconds);
  const over = new Promise<never>((_, reject) => {
    abortSignal.addEventListener('abort', () => reject(abortSignal.reason as Error), { once: true });
  });
  return Promise.race([work(abortSignal), over]);
}

async function settingsOf(options: CloudOptions): Promise<ClientSettings> {
  return {
    region: options.region,
    // A variable or a profile must not send calls elsewhere; an endpoint comes from the sandbox alone.
    ignoreConfiguredEndpointUrls: true,
    ...(options.endpoint === null
      ? {}
      : { endpoint: options.endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }),
    ...(options.requestHandler === undefined ? {} : { requestHandler: options.requestHandler }),
    credentials: options.credentials ?? (await credentialChain(options)),
    maxAttempts: ATTEMPTS,
    retryMode: 'adaptive',
  };
}

/** The SDK's default chain, from the profile if there is one; the role is assumed with what the chain found. */
async function credentialChain(options: CloudOptions): Promise<Chain> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const clientConfig = { region: options.region, ignoreConfiguredEndpointUrls: true };
  const chain = fromNodeProviderChain({
    clientConfig,
    ...(options.profile === null ? {} : { profile: options.profile }),
  });
  if (options.role === null) return chain;
  return fromTemporaryCredentials({
    masterCredentials: chain,
    params: { RoleArn: options.role, RoleSessionName: sessionName(options.session) },
    clientConfig,
  });
}

/** What STS takes as the name of a session: 2 to 64 characters of a small alphabet. */
function sessionName(session: string): string {
  return session.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

function refusalOf(options: CloudOptions, what: string, cause: unknown): Error {
  if (isCoordinationError(cause)) return cause;
  const { name, code, message } = traits(cause);
  if (IDENTITY_ERRORS.test(name)) return noIdentity(cause);
  // The SDK wraps what it does not know for an error; the code is then in the words alone.
  if (options.endpoint !== null && (code === 'ECONNREFUSED' || message.includes('ECONNREFUSED')))
    return sandboxNotRunning(`the AWS emulator does not answer at ${options.endpoint}`);
  if (name === 'AbortError' || name === 'TimeoutError')
    return providerFailed('AWS', what, new TypeError('no answer in time', { cause }));
  return providerFailed('AWS', what, cause);
}

export interface Traits {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly status: number | null;
}

/** What an error of the SDK says about itself: by shape, since classes differ between copies and realms. */
export function traits(cause: unknown): Traits {
  const metadata = field(cause, '$metadata');
  const [name, message] = [field(cause, 'name'), field(cause, 'message')];
  const [code, status] = [field(cause, 'code'), field(metadata, 'httpStatusCode')];
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : String(cause),
    code: typeof code === 'string' ? code : null,
    status: typeof status === 'number' ? status : null,
  };
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}

/** Null instead of the failure that says that a thing does not exist. */
export async function orNull<Answer>(
  work: Promise<Answer>,
  isAbsence: (failure: Traits) => boolean,
): Promise<Answer | null> {
  try {
    return await work;
  } catch (cause) {
    if (isAbsence(traits(cause))) return null;
    throw cause;
  }
}
