import type { Difference, DriftDocument } from '../model/drift-document';
import { renderDrift } from './render-drift';

const document: DriftDocument = {
  environment: 'preprod',
  world: 'sandbox',
  account: '1',
  region: 'us-east-2',
  against: null,
  components: [],
};
const difference = (change: Partial<Difference>): Difference => ({
  against: 'receipt',
  what: 'function api has memory',
  here: '512',
  there: '256',
  class: 'unexpected',
  why: null,
  ...change,
});

describe('renderDrift', () => {
  it('says that there is none', () => {
    const components = [{ component: 'backend', differences: [] }];
    expect(renderDrift({ ...document, components })).toEqual([
      '',
      '✔ backend  no drift',
      'preprod: no drift',
    ]);
  });

  it('shows what differs with both values, what is unexpected first, why the rest is expected, and how much there is of each', () => {
    const differences = [
      difference({}),
      difference({ what: 'function worker is gone', here: null, there: null }),
      difference({ against: 'declared', what: 'commit', here: 'aaaaaaa', there: 'bbbbbbb' }),
      difference({
        against: 'environment',
        what: 'region',
        here: 'us-east-2',
        there: 'us-east-1',
        class: 'expected',
        why: 'own region',
      }),
      difference({
        class: 'unknown',
        what: 'what is live',
        here: null,
        there: null,
        why: 'CONVOY_X: it is away',
      }),
    ];
    const lines = renderDrift({
      ...document,
      against: 'dev',
      components: [
        { component: 'backend', differences },
        { component: 'front', differences: differences.slice(3, 4) },
      ],
    });
    expect(lines).toEqual([
      '',
      '✘ backend  3 unexpected, 1 unknown, 1 expected',
      '    ✘ unexpected  function api has memory:  is 512, was 256',
      '    ✘ unexpected  function worker is gone',
      '    ✘ unexpected  commit:  is aaaaaaa, should be bbbbbbb',
      '    ? unknown     what is live:  (CONVOY_X: it is away)',
      '    ≈ expected    1 × own region',
      '✔ front  1 expected',
      '    ≈ expected    1 × own region',
      'preprod against dev: 3 unexpected, 1 unknown, 2 expected',
    ]);
  });

  it('breaks a line that would be too long', () => {
    const what = `function ${'long-name-'.repeat(6)} has memory`;
    const components = [
      { component: 'backend', differences: [difference({ what, here: '512', there: '256' })] },
    ];
    expect(renderDrift({ ...document, components })).toContain('                  is 512, was 256');
  });
});
