import fc from 'fast-check';
import { correspond, holdsOwnValue } from './correspond';

const values = [
  { name: 'stage', here: 'staging', there: 'dev' },
  { name: 'environment', here: 'preprod', there: 'dev' },
  { name: 'region', here: 'us-east-2', there: 'us-east-1' },
  { name: 'host', here: 'api-stg.trustx.cloud', there: 'api-dev.trustx.cloud' },
];

describe('correspond', () => {
  it.each<[string, string, string[] | null]>([
    ['us-east-2', 'us-east-1', ['region']],
    ['assurex_preprod', 'assurex_dev', ['environment']],
    ['arn:lambda:us-east-2:api-staging', 'arn:lambda:us-east-1:api-dev', ['region', 'stage']],
    ['https://api-stg.trustx.cloud/x', 'https://api-dev.trustx.cloud/x', ['host']],
    ['same', 'same', []],
    ['512', '256', null],
    ['us-east-2', 'eu-west-1', null],
    ['preproduct', 'devuct', null],
    ['preprod and more', 'dev and less', null],
    ['preprod', '', null],
  ])('%s and %s: %j', (here, there, expected) => {
    expect(correspond(here, there, values)).toEqual(expected);
  });

  it('finds that texts with placeholders correspond, however they are put together', () => {
    const part = fc.oneof(fc.constantFrom(...values), fc.constantFrom('-', '/', 'x.y', ' '));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const said = (side: 'here' | 'there'): string =>
          parts.map((each) => (typeof each === 'string' ? each : each[side])).join('|');
        expect(correspond(said('here'), said('there'), values)).not.toBeNull();
      }),
    );
  });

  it('takes no time to speak of over texts that repeat themselves and differ at the end', () => {
    const [here, there] = ['preprod dev '.repeat(80), 'dev dev '.repeat(80)];
    expect(correspond(`${here}a`, `${there}b`, values)).toBeNull();
  });
});

test('a text holds a value of the environment only as a whole word', () => {
  expect(holdsOwnValue('assurex-dev-api', ['dev'])).toBe(true);
  expect(holdsOwnValue('developer', ['dev'])).toBe(false);
  expect(holdsOwnValue('developer of dev', ['dev'])).toBe(true);
});
