import { accountOf, fillName, openEnvironments } from './environments';
import type { Manifest } from './manifest';

const manifest: Manifest = {
  environments: {
    dev: { account: '111111111111', region: 'us-east-1', database: 'app_dev' },
    prod: { account: '111111111111', region: 'us-east-1', database: 'app', closed: 'not yet' },
    bare: { account: '111111111111', region: 'us-east-1' },
  },
  repos: {},
};

test('closed environments and those without a database are not in the sandbox', () => {
  expect(openEnvironments(manifest).map(({ name }) => name)).toEqual(['dev']);
});

test('a name is filled in with stage, environment and region', () => {
  const [dev] = openEnvironments(manifest);
  const component = { stage: { dev: 'development' } };
  expect(fillName('{stage}/{environment}/{region}', component, dev!)).toBe('development/dev/us-east-1');
  expect(fillName('{stage}', {}, dev!)).toBe('dev');
});

test('two accounts are refused', () => {
  const [dev] = openEnvironments(manifest);
  expect(() => accountOf([dev!, { ...dev!, account: '222222222222' }])).toThrow('name 2 accounts');
});
