import { parseCommit } from './parse-commit';

const plain = { type: null, scope: null, breaking: null, reverts: null };

describe('a commit message', () => {
  it.each([
    ['feat: it', { type: 'feat', description: 'it' }],
    ['FIX(api): it', { type: 'fix', scope: 'api', description: 'it' }],
    ['fix(a/b, c)!: it', { type: 'fix', scope: 'a/b, c', description: 'it', breaking: 'it' }],
    ['build-tools:  it: too\r\n\r\nbody', { type: 'build-tools', description: 'it: too' }],
    ['Merge things (#7)\n\nfeat: not this', { description: 'Merge things (#7)' }],
    ['12: it', { description: '12: it' }],
    ['see https://example.test', { description: 'see https://example.test' }],
    ['feat:it', { description: 'feat:it' }],
    ['\n', { description: '' }],
  ])('%j is read by the rules of Conventional Commits', (message, words) => {
    expect(parseCommit(message)).toEqual({ ...plain, ...words });
  });

  it.each([
    ['BREAKING CHANGE: gone', 'gone'],
    ['BREAKING-CHANGE: gone\nfor good\n\nall of it\nReviewed-by: Ada', 'gone\nfor good\n\nall of it'],
    ['BREAKING CHANGE:\n- one\n- two\nFixes #7', '- one\n- two'],
    ['Reviewed-by: Ada\nBREAKING CHANGE: gone\nBREAKING CHANGE: too', 'gone'],
  ])('with %j says what breaks, up to the next footer', (footer, breaking) => {
    expect(parseCommit(`feat: it\n\nbody\n\n${footer}`)).toEqual({
      ...plain,
      type: 'feat',
      description: 'it',
      breaking,
    });
  });

  it('in small letters breaks nothing: it is a sentence', () => {
    expect(parseCommit('feat: it\n\nbreaking change: no').breaking).toBeNull();
  });

  it('names the commit that it takes back', () => {
    const id = 'a'.repeat(40);
    expect(parseCommit(`Revert "feat: it"\n\nThis reverts commit ${id}.`)).toEqual({
      ...plain,
      description: 'Revert "feat: it"',
      reverts: id,
    });
  });
});
