import { pin, resolvedComponent } from '../../tests/fakes/values';
import { verificationKey, type Verification } from './verification-key';

const base: Verification = {
  series: 'run-1',
  world: 'aws',
  ledger: 'origin/deployments/dev',
  component: resolvedComponent(),
  meant: pin(),
  target: null,
  checks: [{ kind: 'stack', stack: 'main' }],
  fingerprint: 'fingerprint-1',
  surroundings: null,
  plugin: '1.0.0',
};

describe('the key of a verification', () => {
  it('is the same for the same, and begins with its series', () => {
    expect(verificationKey(base)).toBe(verificationKey({ ...base, component: resolvedComponent() }));
    expect(verificationKey(base)).toMatch(/^run-1:[0-9a-f]{64}$/);
  });

  it.each<[string, Partial<Verification>]>([
    ['series', { series: 'run-2' }],
    ['world', { world: 'sandbox' }],
    ['ledger', { ledger: 'elsewhere' }],
    ['account', { component: resolvedComponent({ account: '999999999999' }) }],
    ['region', { component: resolvedComponent({ region: 'eu-west-1' }) }],
    ['environment', { component: resolvedComponent({ environment: 'preprod' }) }],
    ['declaration', { component: resolvedComponent({ declaration: 'other' }) }],
    ['name of a secret', { component: resolvedComponent({ variables: ['TOKEN'] }) }],
    ['pin', { meant: pin('a') }],
    ['release that was gone back to', { target: 'run-7' }],
    ['check', { checks: [{ kind: 'stack', stack: 'other' }] }],
    ['live state', { fingerprint: 'fingerprint-2' }],
    ['state of what checks look at beside it', { surroundings: { alarms: 'ALARM' } }],
    ['version of the plugin', { plugin: '1.0.1' }],
  ])('is another with another %s', (_what, change) => {
    expect(verificationKey({ ...base, ...change })).not.toBe(verificationKey(base));
  });
});
