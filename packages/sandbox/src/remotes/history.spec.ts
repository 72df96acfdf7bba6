import { historySchema } from './history';

const commit = { parents: [], files: 'start', message: 'start', at: '2025-01-01T00:00:00Z' };

describe('historySchema', () => {
  it('accepts commits that come after their parents', () => {
    const history = {
      commits: { start: commit, next: { ...commit, parents: ['start'] } },
      refs: { 'refs/heads/main': 'next' },
      executable: [],
    };
    expect(historySchema.parse(history)).toEqual(history);
  });

  it('refuses a parent that comes later and a ref to no commit', () => {
    const history = {
      commits: { start: { ...commit, parents: ['next'] } },
      refs: { 'refs/heads/main': 'gone' },
      executable: [],
    };
    const messages = historySchema.safeParse(history).error?.issues.map(({ message }) => message);
    expect(messages).toEqual([
      'commit start: its parent next does not come before it',
      'refs/heads/main points at gone, which is no commit',
    ]);
  });
});
