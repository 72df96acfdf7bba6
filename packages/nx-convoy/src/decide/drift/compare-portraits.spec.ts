import { comparePortraits } from './compare-portraits';
import type { Trait } from './portrait';

const portrait = (traits: Record<string, Trait>) => new Map([['live', new Map(Object.entries(traits))]]);
const rules = {
  specific: ['live.*.memory'],
  ignore: [{ path: 'live.api.tracing', reason: 'only dev is traced' }],
  values: [{ name: 'region', here: 'us-east-2', there: 'us-east-1' }],
};
const told = (here: Record<string, Trait>, there: Record<string, Trait>): unknown[] =>
  comparePortraits(portrait(here), portrait(there), rules).map(
    ({ what, here: left, there: right, ...rest }) => [what, left, right, rest.class, rest.why],
  );

describe('comparePortraits', () => {
  it('says nothing of what is the same', () => {
    expect(told({ a: { text: '1' } }, { a: { text: '1' } })).toEqual([]);
    expect(told({ a: { text: '1', identity: 'x' } }, { a: { text: '2', identity: 'x' } })).toEqual([]);
  });

  it.each<[string, Trait | null, Trait | null, unknown[][]]>([
    ['live.api.timeout', { text: '30' }, { text: '15' }, [['30', '15', 'unexpected', null]]],
    ['live.api.variables.NEW', { text: 'set' }, null, [['set', null, 'unexpected', null]]],
    [
      'live.api.memory',
      { text: '512' },
      { text: '256' },
      [['512', '256', 'expected', 'declared: live.*.memory']],
    ],
    ['live.api.memory', { text: '512' }, null, [['512', null, 'expected', 'declared: live.*.memory']]],
    [
      'live.api.region',
      { text: 'us-east-2' },
      { text: 'us-east-1' },
      [['us-east-2', 'us-east-1', 'expected', 'own region']],
    ],
    [
      'live.api.tracing',
      { text: 'Active' },
      { text: 'Off' },
      [['Active', 'Off', 'expected', 'ignored: only dev is traced']],
    ],
    [
      'live.api.layers.0',
      { text: 'db:1', unknown: 'it is gone' },
      { text: 'db:1' },
      [['db:1', 'db:1', 'unknown', 'it is gone']],
    ],
  ])('%s of %j and %j', (path, here, there, expected) => {
    const side = (trait: Trait | null): Record<string, Trait> => (trait === null ? {} : { [path]: trait });
    expect(told(side(here), side(there))).toEqual(expected.map((each) => [path, ...each]));
  });

  it('names the file that a key stands in', () => {
    const file = (text: string) => new Map([['config/a.yml', new Map([['region', { text }]])]]);
    expect(comparePortraits(file('1'), file('2'), rules)).toMatchObject([{ what: 'config/a.yml region' }]);
  });
});
