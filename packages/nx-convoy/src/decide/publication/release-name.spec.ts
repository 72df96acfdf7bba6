import type { CommittedChange } from '../../model/committed-change';
import { nextRelease, releaseNameTrouble } from './release-name';

const change = (words: Partial<CommittedChange>): CommittedChange => ({
  commit: 'a'.repeat(40),
  author: { name: 'Ada', email: 'ada@example.test' },
  ...{ type: null, scope: null, description: 'it', breaking: null, reverts: null },
  ...words,
});
const [fix, feature, breaking] = [
  change({ type: 'fix' }),
  change({ type: 'feat' }),
  change({ type: 'fix', breaking: 'gone' }),
];

describe('the name of the next release', () => {
  it('is v1.0.0 for the first, whatever it brings', () => {
    expect(nextRelease(null, [breaking])).toBe('v1.0.0');
  });

  it.each([
    ['v1.2.3', [], 'v1.2.4'],
    ['v1.2.3', [fix], 'v1.2.4'],
    ['v1.2.3', [fix, feature], 'v1.3.0'],
    ['v1.2.3', [feature, breaking], 'v2.0.0'],
    ['1.9.9', [feature], '1.10.0'],
  ])('after %s follows from what was committed', (last, changes, next) => {
    expect(nextRelease(last, changes)).toBe(next);
  });

  it.each(['2026.03', 'v1', 'v1.2.3-rc.1', 'spring'])('cannot be told after %s', (last) => {
    expect(nextRelease(last, [fix])).toBeNull();
  });

  it('is one that a tag and a file can have', () => {
    for (const name of ['v1.2.0', '2026.03', 'spring_1']) expect(releaseNameTrouble(name)).toBeNull();
    for (const name of ['', '.x', 'a b', '../x', 'a..b', 'x.', 'x.lock', 'é'])
      expect(releaseNameTrouble(name)).not.toBeNull();
  });
});
