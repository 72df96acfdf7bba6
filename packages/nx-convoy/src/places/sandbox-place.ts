import { readFileSync } from 'node:fs';
import { sandboxNotRunning } from '../model/errors';
import type { ResolvedComponent } from '../model/resolved-component';
import { sandboxDescriptionSchema, type SandboxDescription } from '../model/sandbox-description';
import { COMMON, NOWHERE, PACKAGE_MANAGERS, picked, regionOf, type Place, type Variables } from './place';

/** The embedded world: loopback endpoints, an empty home, and nothing of the person's own credentials. */
export function sandboxPlace(variables: Variables, text: string | null): Place {
  const sandbox = readDescription(text);
  const proxy = new URL(sandbox.proxy);
  const { host, port, user, password, databases } = sandbox.postgres;
  const common = { ...picked(variables, (name) => COMMON.includes(name)), HOME: sandbox.home };
  const git = { ...common, GIT_CONFIG_GLOBAL: NOWHERE, GIT_CONFIG_NOSYSTEM: '1', GIT_ALLOW_PROTOCOL: 'file' };
  return {
    gitRewrites: sandbox.gitRewrites,
    gitEnvironment: git,
    ledgerRemote: sandbox.ledgerRemote,
    pagesEndpoint: sandbox.pagesEndpoint,
    web: {
      proxy: { host: proxy.hostname, port: Number(proxy.port) },
      certificateAuthority: readFileSync(sandbox.certificateAuthority, 'utf8'),
    },
    scratch: {
      said: "the sandbox's PostgreSQL",
      address: { host, port, user, password },
      databases,
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
      ...Object.entries(sandbox.variables).flatMap(([name, value]) =>
        name.includes('TOKEN') ? [value] : [],
      ),
      password,
    ],
    childEnvironment: async ({ component, purpose }) => ({
      ...git,
      ...(purpose === 'prepare' ? prepareVariables(variables) : deployVariables(sandbox, component)),
    }),
  };
}

/** Installing packages is the one thing that leaves the machine: with the package managers' own settings, and no credential. */
function prepareVariables(variables: Variables): Record<string, string> {
  return {
    npm_config_cache: variables['npm_config_cache'] ?? `${variables['HOME'] ?? ''}/.npm`,
    ...picked(variables, (name) => PACKAGE_MANAGERS.test(name)),
    npm_config_userconfig: NOWHERE,
  };
}

function deployVariables(sandbox: SandboxDescription, component: ResolvedComponent): Record<string, string> {
  return {
    ...picked(sandbox.variables, (name) => component.variables.includes(name) || name.startsWith('SLS_')),
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
