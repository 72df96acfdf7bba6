import { join } from 'node:path';
import { describeStatus } from './describe-status';
import { tabulateRoutes } from './edge/routes';
import { readManifest } from './manifest';
import { placesOf } from './places';
import type { SandboxState } from './state/sandbox-state';

const state: SandboxState = {
  version: 1,
  awsEndpoint: 'http://127.0.0.1:20001',
  awsAccessKeyId: '533267024692',
  awsSecretAccessKey: 'sandbox',
  pagesEndpoint: 'http://127.0.0.1:20002/client/v4',
  proxy: 'http://127.0.0.1:20003',
  certificateAuthority: '/w/ca.pem',
  certificateBundle: '/w/bundle.pem',
  home: '/w/home',
  gitRewrites: {},
  ledgerRemote: '/w/ledger.git',
  variables: { TOKEN: 'very secret' },
  postgres: {
    host: '127.0.0.1',
    port: 20004,
    user: 'assurex',
    password: 'very secret',
    databases: { dev: 'assurex_dev' },
  },
  processes: { ministack: { pid: 11, startedAt: 'x' }, postgres: { pid: 12, startedAt: 'x' } },
};

async function describeWith(edge: 'up' | 'down'): Promise<string> {
  const manifest = await readManifest(join(__dirname, '..', '..', '..', 'repos.json'));
  return describeStatus({
    state,
    places: placesOf('/w'),
    lines: [
      { name: 'ministack', condition: 'up' },
      { name: 'postgres', condition: 'up' },
      { name: 'edge', condition: edge },
    ],
    hosts: tabulateRoutes(manifest),
    urls: ['https://ab12.execute-api.us-east-1.amazonaws.com/graphql'],
  });
}

test('up: what runs, where, and what to type', async () => {
  const text = await describeWith('up');
  expect(text).toContain('AWS emulator                   up             pid 11');
  expect(text).toContain('curl -x http://127.0.0.1:20003 http://api-stg.trustx.cloud/health');
  expect(text).toContain('curl -x http://127.0.0.1:20003 http://app-stg.trustx.cloud/');
  expect(text).toMatch(
    /--cacert \/w\/ca\.pem .*https:\/\/ab12\.execute-api\.us-east-1\.amazonaws\.com\/graphql/,
  );
  expect(text).toContain('nx run sandbox:down');
});

test('not up: how to start it', async () => {
  const text = await describeWith('down');
  expect(text).toContain('not up');
  expect(text).toContain('nx run sandbox:up');
  expect(text).not.toContain('curl');
});

test('secrets stay in the state file', async () => {
  expect(await describeWith('up')).not.toContain('very secret');
});
