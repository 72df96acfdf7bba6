import { assumedVariables } from '../effects/aws/assumed-variables';
import { endpointOverridden } from '../model/errors';
import {
  COMMON,
  NOWHERE,
  PACKAGE_MANAGERS,
  picked,
  regionOf,
  type Child,
  type Place,
  type Variables,
} from './place';

/** Credentials of AWS as its own tools read them; only `deploy` gets these. */
const CREDENTIALS =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|CA_BUNDLE|WEB_IDENTITY_TOKEN_FILE|ROLE_ARN|ROLE_SESSION_NAME|CONTAINER_CREDENTIALS_\w+)$/;
const ENDPOINTS = /^(AWS_ENDPOINT_URL\w*|CLOUDFLARE_API_BASE_URL|CLOUDFLARE_BASE_URL)$/;
/** How a person's git finds its settings and its keys, and how CI hands them over. */
const GIT =
  /^(SSH_|GIT_SSH|GIT_ASKPASS|GIT_CONFIG_|GIT_(AUTHOR|COMMITTER)_|XDG_CONFIG_HOME$|SSL_CERT_|(https?|no|all)_proxy$)/i;
/** How programs find their way out of a company's network. */
const WAY_OUT =
  /^((https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/i;
const SHORTEST_SECRET = 12;

/** The real providers: nothing may point anywhere else. */
export function awsPlace(variables: Variables): Place {
  for (const [name, value] of Object.entries(variables)) {
    if (ENDPOINTS.test(name) && value !== undefined && value !== '') throw endpointOverridden(name, value);
  }
  const made = new Set<string>();
  return {
    gitRewrites: {},
    gitEnvironment: picked(variables, (name) => COMMON.includes(name) || GIT.test(name)),
    ledgerRemote: null,
    pagesEndpoint: null,
    web: { proxy: null, certificateAuthority: null },
    scratch: null,
    cloud: (environment, run) => ({
      endpoint: null,
      credentials: null,
      profile: environment?.profile ?? null,
      role: environment?.role ?? null,
      session: sessionOf(run),
    }),
    variable: (name) => variables[name],
    secrets: () => [...secretValues(variables), ...made],
    childEnvironment: async (child) => {
      const identity =
        child.purpose === 'prepare' ? prepareVariables(variables) : await identityOf(child, variables);
      for (const name of ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) {
        if (identity[name] !== undefined) made.add(identity[name]);
      }
      const own = picked(
        variables,
        (name) => COMMON.includes(name) || WAY_OUT.test(name) || child.component.variables.includes(name),
      );
      return { ...own, ...identity };
    },
  };
}

function prepareVariables(variables: Variables): Record<string, string> {
  return {
    ...picked(variables, (name) => PACKAGE_MANAGERS.test(name)),
    AWS_CONFIG_FILE: NOWHERE,
    AWS_SHARED_CREDENTIALS_FILE: NOWHERE,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The identity whose account was checked: the role's own keys where the environment names a role, else what the person has. */
async function identityOf(child: Child, variables: Variables): Promise<Record<string, string>> {
  const { component, environment, run } = child;
  const profile = environment?.profile ?? null;
  const region = regionOf(component);
  if (environment?.role !== undefined) {
    const assumed = { region: component.region, profile, role: environment.role, session: sessionOf(run) };
    return { ...region, ...(await assumedVariables(assumed)) };
  }
  const found = picked(variables, (name) => CREDENTIALS.test(name));
  if (profile === null) return { ...found, ...region };
  // Keys in the environment would win over the profile, and belong to somebody else.
  const withoutKeys = picked(
    found,
    (name) => !/^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/.test(name),
  );
  return { ...withoutKeys, ...region, AWS_PROFILE: profile };
}

function sessionOf(run: string): string {
  return `convoy-${run}`;
}

/** Whatever looks like a secret by its name. Paths and short words are none, or ordinary text would be masked. */
function secretValues(variables: Variables): string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value !== undefined &&
    value.length >= SHORTEST_SECRET &&
    !value.startsWith('/') &&
    /TOKEN|SECRET|PASSWORD|KEY|CREDENTIAL/i.test(name)
      ? [value]
      : [],
  );
}
