import { join } from 'node:path';
import { readManifest } from '../manifest';
import { type RouteTable, tabulateRoutes } from './routes';

let table: RouteTable;
beforeAll(async () => {
  table = tabulateRoutes(await readManifest(join(__dirname, '..', '..', '..', '..', 'repos.json')));
});

test.each([
  ['api-dev.trustx.cloud', { to: 'stack', stack: 'profile-360-backend-dev', region: 'us-east-1' }],
  ['api-stg.trustx.cloud', { to: 'stack', stack: 'profile-360-backend-staging', region: 'us-east-2' }],
  ['app-stg.trustx.cloud', { to: 'pages' }],
  ['convoy-dev.trustx.pages.dev', { to: 'pages' }],
  ['feature-my-feature.trustx.pages.dev', { to: 'pages' }],
  ['trustx.pages.dev', { to: 'pages' }],
  ['69e6e2a7.execute-api.us-east-2.amazonaws.com', { to: 'api', id: '69e6e2a7' }],
  ['69e6e2a7.execute-api.localhost', { to: 'api', id: '69e6e2a7' }],
  ['hooks.slack.com', { to: 'slack' }],
  ['slack.com', { to: 'slack' }],
  ['app.slack.com', undefined],
  ['example.com', undefined],
  ['sts.us-east-1.amazonaws.com', undefined],
  ['other.pages.dev', undefined],
  ['eviltrustx.pages.dev', undefined],
  ['api-dev.trustx.cloud.example.com', undefined],
  ['127.0.0.1', undefined],
  ['', undefined],
])('%s leads to %j', (host, route) => {
  expect(table.find(host)).toEqual(route);
});

test('the names of a closed environment are not in the table', () => {
  expect(table.names).toEqual([
    'api-dev.trustx.cloud',
    'api-stg.trustx.cloud',
    'convoy-dev.trustx.pages.dev',
    'app-stg.trustx.cloud',
  ]);
});
