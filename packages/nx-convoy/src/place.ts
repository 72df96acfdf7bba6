import { readFileSync } from 'node:fs';
import type { CloudOptions } from './effects/aws/cloud';
import type { WebOptions } from './effects/web/web';
import { endpointOverridden, sandboxNotRunning } from './model/errors';
import type { EnvironmentDeclaration } from './model/manifest';
import type { ResolvedComponent } from './model/resolved-component';
import { sandboxDescriptionSchema, type SandboxDescription } from './model/sandbox-description';

type Variables = Readonly<Record<string, string | undefined>>;

/** What differs between the worlds: addresses, credentials, and what a child may see. */
export interface Place {
  readonly gitRewrites: Readonly<Record<string, string>>;
  readonly gitEnvironment: Readonly<Record<string, string>>;
  /** null: the workspace's own remote. */
  readonly ledgerRemote: string | null;
  readonly pagesEndpoint: string | null;
  readonly web: WebOptions;
  cloud(environment: EnvironmentDeclaration | undefined, run: string): Omit<CloudOptions, 'region'>;
  variable(name: string): string | undefined;
  /** Values that must never be seen in output. */
  secrets(): readonly string[];
  childEnvironment(
    component: ResolvedComponent,
    purpose: 'prepare' | 'deploy',
    environment: EnvironmentDeclaration | undefined,
  ): Record<string, string>;
}

/** Variables every child gets: where programs are, whose home it is, how text is written. */
const COMMON = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'TERM', 'SHELL'];
/** How package managers reach their registries; only `prepare` gets these. */
const PACKAGE_MANAGERS =
  /^(npm_config_(?!.*(_auth|_password|token))|PIP_|NODE_EXTRA_CA_CERTS$|SSL_CERT_(FILE|DIR)$|REQUESTS_CA_BUNDLE$|(https?|no)_proxy$)/i;
/** Credentials of AWS as its own tools read them; only `deploy` gets these. */
const CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|CA_BUNDLE|WEB_IDENTITY_TOKEN_FILE|ROLE_ARN|ROLE_SESSION_NAME|CONTAINER_CREDENTIALS_\w+)$/;
const ENDPOINTS = /^(AWS_ENDPOINT_URL\w*|CLOUDFLARE_API_BASE_URL|CLOUDFLARE_BASE_URL)$/;
const NOWHERE = '/dev/null';

/** The real providers: nothing may point anywhere else. */
export function awsPlace(variables: Variables): Place {
  for (const [name, value] of Object.entries(variables)) {
    if (ENDPOINTS.test(name) && value !== undefined && value !== '') throw endpointOverridden(name, value);
  }
  return {
    gitRewrites: {},
    gitEnvironment: picked(
      variables,
      (name) =>
        COMMON.includes(name) ||
        /^(SSH_|GIT_SSH|GIT_ASKPASS)/.test(name) ||
        /^(https?|no)_proxy$/i.test(name),
    ),
    ledgerRemote: null,
    pagesEndpoint: null,
    web: { proxy: null, certificateAuthority: null },
    cloud: (environment, run) => ({
      endpoint: null,
      credentials: null,
      profile: environment?.profile ?? null,
      role: environment?.role ?? null,
      session: `convoy-${run}`,
    }),
    variable: (name) => variables[name],
    secrets: () => secretValues(variables),
    childEnvironment: (component, purpose, environment) => ({
      ...picked(variables, (name) => COMMON.includes(name) || component.variables.includes(name)),
      ...(purpose === 'prepare'
        ? {
            ...picked(variables, (name) => PACKAGE_MANAGERS.test(name)),
            AWS_CONFIG_FILE: NOWHERE,
            AWS_SHARED_CREDENTIALS_FILE: NOWHERE,
            AWS_EC2_METADATA_DISABLED: 'true',
          }
        : {
            ...picked(variables, (name) => CREDENTIALS.test(name)),
            ...(environment?.profile === undefined ? {} : { AWS_PROFILE: environment.profile }),
            ...regionOf(component),
          }),
    }),
  };
}

/** The embedded world: loopback endpoints, an empty home, and no way out for whatever deploys. */
export function sandboxPlace(variables: Variables, text: string | null): Place {
  const sandbox = readDescription(text);
  const proxy = new URL(sandbox.proxy);
  const common = { ...picked(variables, (name) => COMMON.includes(name)), HOME: sandbox.home };
  const git = { ...common, GIT_CONFIG_GLOBAL: NOWHERE, GIT_CONFIG_NOSYSTEM: '1' };
  return {
    gitRewrites: sandbox.gitRewrites,
    gitEnvironment: git,
    ledgerRemote: sandbox.ledgerRemote,
    pagesEndpoint: sandbox.pagesEndpoint,
    web: {
      proxy: { host: proxy.hostname, port: Number(proxy.port) },
      certificateAuthority: readFileSync(sandbox.certificateAuthority, 'utf8'),
    },
    cloud: () => ({
      endpoint: sandbox.awsEndpoint,
      credentials: { accessKeyId: sandbox.awsAccessKeyId, secretAccessKey: sandbox.awsSecretAccessKey },
      profile: null,
      role: null,
      session: '',
    }),
    variable: (name) => sandbox.variables[name],
    secrets: () => [
      ...Object.entries(sandbox.variables)
        .filter(([name]) => name.includes('TOKEN'))
        .map(([, value]) => value),
      sandbox.postgres.password,
    ],
    childEnvironment: (component, purpose) => ({
      ...git,
      ...(purpose === 'prepare' ? prepareVariables(variables) : deployVariables(sandbox, component)),
    }),
  };
}

/** Installing packages is the one thing that leaves the machine: with the package managers' own settings, and no credential. */
function prepareVariables(variables: Variables): Record<string, string> {
  const home = variables['HOME'] ?? '';
  return {
    npm_config_cache: variables['npm_config_cache'] ?? `${home}/.npm`,
    npm_config_userconfig: NOWHERE,
    ...picked(
      variables,
      (name) => PACKAGE_MANAGERS.test(name) && name.toLowerCase() !== 'npm_config_userconfig',
    ),
  };
}

function deployVariables(sandbox: SandboxDescription, component: ResolvedComponent): Record<string, string> {
  const declared = Object.entries(sandbox.variables).filter(
    ([name]) => component.variables.includes(name) || name.startsWith('SLS_'),
  );
  return {
    ...Object.fromEntries(declared),
    ...regionOf(component),
    AWS_ENDPOINT_URL: sandbox.awsEndpoint,
    AWS_ACCESS_KEY_ID: sandbox.awsAccessKeyId,
    AWS_SECRET_ACCESS_KEY: sandbox.awsSecretAccessKey,
    AWS_CONFIG_FILE: NOWHERE,
    AWS_SHARED_CREDENTIALS_FILE: NOWHERE,
    AWS_EC2_METADATA_DISABLED: 'true',
    NODE_EXTRA_CA_CERTS: sandbox.certificateBundle,
    npm_config_userconfig: NOWHERE,
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
    // The packager warns about Node on every command otherwise; it is not the sandbox's news.
    NODE_NO_WARNINGS: '1',
  };
}

function readDescription(text: string | null): SandboxDescription {
  if (text === null) throw sandboxNotRunning('there is no .convoy/sandbox.json');
  const parsed = sandboxDescriptionSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw sandboxNotRunning('.convoy/sandbox.json is of another version: npx nx run sandbox:reset');
  return parsed.data;
}

function regionOf(component: ResolvedComponent): Record<string, string> {
  return { AWS_REGION: component.region, AWS_DEFAULT_REGION: component.region };
}

function picked(variables: Variables, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && wanted(entry[0]),
    ),
  );
}

/** Whatever looks like a secret by its name. */
function secretValues(variables: Variables): string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value !== undefined && /TOKEN|SECRET|PASSWORD|KEY|CREDENTIAL/i.test(name) ? [value] : [],
  );
}
