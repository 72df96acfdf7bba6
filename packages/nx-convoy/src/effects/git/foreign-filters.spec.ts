import { withoutForeignFilters } from './foreign-filters';

const listed = (...settings: readonly [scope: string, key: string, value: string][]): string =>
  settings.map(([scope, key, value]) => `${scope}\0${key}\n${value}\0`).join('');

describe('withoutForeignFilters', () => {
  it('has nothing to say where the repository configures none', () => {
    expect(withoutForeignFilters('')).toEqual([]);
    expect(withoutForeignFilters(listed(['global', 'filter.lfs.smudge', 'git-lfs smudge %f']))).toEqual([]);
  });

  it('silences a filter of the repository, whatever it is called', () => {
    const text = listed(
      ['local', 'filter.a.b=c.smudge', 'touch ran'],
      ['local', 'filter.a.b=c.required', 'true'],
      ['worktree', 'filter.x.process', 'y'],
    );
    expect(withoutForeignFilters(text)).toEqual([
      ['filter.a.b=c.smudge', ''],
      ['filter.a.b=c.required', 'false'],
      ['filter.x.process', ''],
    ]);
  });

  it("puts the person's own in place of the repository's", () => {
    const text = listed(
      ['system', 'filter.lfs.process', 'git-lfs filter-process'],
      ['global', 'filter.lfs.required', 'true'],
      ['local', 'filter.lfs.process', 'sh ./evil\nand more'],
    );
    expect(withoutForeignFilters(text)).toEqual([['filter.lfs.process', 'git-lfs filter-process']]);
  });
});
