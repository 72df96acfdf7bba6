import { testTitles } from './test-titles';

test('finds tests wherever they stand', () => {
  const text = `
    test('one', () => {});
    describe('a group', () => {
      it("two", async () => {});
      it.only(\`three\`, () => {});
    });`;
  expect(testTitles(text)).toEqual(['one', 'two', 'three']);
});

test('fills the rows of a table into its title', () => {
  const text = `
    it.each([['dev', 1], ['preprod', 2]] as const)('%s is number %i', () => {});
    const known: string[] = ['a', 'b'];
    test.each(known)('knows %s', () => {});
    test.each([[/x/, 'shown']])('%p is %s', () => {});`;
  expect(testTitles(text)).toEqual([
    '%s is number %i',
    'dev is number 1',
    'preprod is number 2',
    'knows %s',
    'knows a',
    'knows b',
    '%p is %s',
    '%p is shown',
  ]);
});

test('a table from elsewhere leaves the template', () => {
  expect(testTitles(`it.each(rows.map(named))('%s works', () => {});`)).toEqual(['%s works']);
});

test.each([
  ['a comment', `// it('one', () => {});`],
  ['a string', `const title = "it('one')";`],
  ['a skipped test', `it.skip('one', () => {}); xtest('two', () => {});`],
  ['a planned test', `test.todo('one');`],
  ['a skipped group', `describe.skip('group', () => { it('one', () => {}); });`],
  ['a skipped table', `it.skip.each([['a']])('%s', () => {}); it.each([['a']]).skip('%s', () => {});`],
  ['another call', `wait('one'); sandbox.test('one');`],
])('%s is no test', (_what, text) => {
  expect(testTitles(text)).toEqual([]);
});
