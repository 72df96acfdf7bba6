import { referencedValues } from './referenced-values';

describe('referencedValues', () => {
  const variables: Record<string, string | undefined> = {
    TOKEN: 'value-of-token',
    HOOK: 'value-of-hook',
    EMPTY: '',
  };
  const variable = (name: string): string | undefined => variables[name];

  it('finds every reference of a document, each value once', () => {
    const document = {
      checks: [{ bearer: '$TOKEN' }, { bearer: '$TOKEN' }],
      pages: { account: '$HOOK', token: '$UNSET' },
      more: '$EMPTY',
    };
    expect(referencedValues(document, variable)).toEqual(['value-of-token', 'value-of-hook']);
  });

  it('takes a name inside a text for no reference', () => {
    expect(referencedValues({ contains: 'costs $TOKEN', query: 'query($TOKEN: Int)' }, variable)).toEqual([]);
  });
});
