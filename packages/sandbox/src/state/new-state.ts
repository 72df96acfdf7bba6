import { randomBytes } from 'node:crypto';
import { sep } from 'node:path';
import { accountOf, openEnvironments } from '../environments';
import type { Manifest } from '../manifest';
import type { Places } from '../places';
import { choosePorts } from '../process/choose-ports';
import type { SandboxState } from './sandbox-state';

/** What a checkout chooses once and keeps: ports, since deployed functions hold the database's, and secrets. */
export async function chooseState(places: Places, manifest: Manifest): Promise<SandboxState> {
  const ports = await choosePorts(4);
  const [aws = 0, pages = 0, proxy = 0, database = 0] = ports;
  return refreshState(places, manifest, {
    version: 1,
    awsEndpoint: `http://127.0.0.1:${aws}`,
    awsAccessKeyId: '',
    awsSecretAccessKey: 'sandbox',
    pagesEndpoint: `http://127.0.0.1:${pages}/client/v4`,
    proxy: `http://127.0.0.1:${proxy}`,
    certificateAuthority: '',
    certificateBundle: '',
    home: '',
    gitRewrites: {},
    ledgerRemote: '',
    variables: {
      TOKEN: randomBytes(24).toString('base64url'),
      CLOUDFLARE_API_TOKEN: randomBytes(30).toString('base64url'),
      CLOUDFLARE_ACCOUNT_ID: randomBytes(16).toString('hex'),
      // Serverless asks every 5 s otherwise: two thirds of a deployment to an emulator.
      SLS_AWS_MONITORING_FREQUENCY: '500',
    },
    postgres: {
      host: '127.0.0.1',
      port: database,
      user: 'assurex',
      password: randomBytes(24).toString('base64url'),
      databases: {},
    },
    processes: {},
  });
}

/** What follows from the manifest and from where the checkout lies is written anew each time: both may have changed. */
export function refreshState(places: Places, manifest: Manifest, kept: SandboxState): SandboxState {
  const environments = openEnvironments(manifest);
  const prefixes = new Set(
    Object.values(manifest.repos).map(({ url }) => url.slice(0, url.lastIndexOf('/') + 1)),
  );
  return {
    ...kept,
    variables: { ...slackVariables(), ...kept.variables },
    awsAccessKeyId: accountOf(environments),
    certificateAuthority: places.authority.certificate,
    certificateBundle: places.authority.bundle,
    home: places.home,
    gitRewrites: Object.fromEntries([...prefixes].map((prefix) => [prefix, places.remotes + sep])),
    ledgerRemote: places.ledgerRemote,
    postgres: {
      ...kept.postgres,
      databases: Object.fromEntries(environments.map(({ name, database }) => [name, database])),
    },
  };
}

/** A state that is older than the stand-in for Slack gets them, too. */
function slackVariables(): Record<string, string> {
  const secret = (): string => randomBytes(18).toString('base64url');
  return {
    SLACK_WEBHOOK_URL: `https://hooks.slack.com/services/T0SANDBOX/B0SANDBOX/${secret()}`,
    SLACK_BOT_TOKEN: secret(),
  };
}
