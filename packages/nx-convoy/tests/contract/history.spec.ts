import type { History } from '../../src/effects/history-port';
import { createHistory } from '../../src/effects/git/history';
import { FakeHistory } from '../fakes/fake-history';
import { FakeRepos } from '../fakes/fake-repos';
import { fake, real, type Setup } from './repos-setup';

interface At extends Setup {
  readonly history: History;
}

async function onFake(): Promise<At> {
  const setup = await fake();
  if (!(setup.repos instanceof FakeRepos)) throw new TypeError('the fake setup has fake repositories');
  return { ...setup, history: new FakeHistory(setup.repos) };
}
async function onReal(): Promise<At> {
  const setup = await real();
  return { ...setup, history: createHistory(setup.options) };
}

describe.each([
  ['fake', onFake],
  ['real', onReal],
])('history (%s)', (_name, setup) => {
  let here: At;
  beforeEach(async () => {
    here = await setup();
  });
  const asked = async (change: { from?: string | null; to: string; paths?: string[]; most?: number }) => {
    const { from = null, to, paths = ['.'], most = 10 } = change;
    const { changes, hasMore } = await here.history.changes(here.repo, { from, to, paths, most });
    return { said: changes.map(({ description }) => description), hasMore };
  };
  const told = async (message: string) => {
    const to = await here.fetched({ subject: message });
    const { changes } = await here.history.changes(here.repo, { from: null, to, paths: [], most: 1 });
    return changes[0];
  };

  it('has what came since a commit, the newest first, without merges', async () => {
    const first = await here.fetched({ subject: 'feat: first', files: { a: '1' } });
    const left = await here.fetched({ subject: 'feat: left', parents: [first], files: { a: '2' } });
    const right = await here.fetched({ subject: 'feat: right', parents: [first], files: { a: '1', b: '1' } });
    const files = { a: '2', b: '1' };
    const merge = await here.fetched({ subject: 'merge', parents: [left, right], files });
    const last = await here.fetched({ subject: 'feat: last', parents: [merge], files: { ...files, c: '1' } });
    const { said } = await asked({ from: first, to: last });
    expect(said[0]).toBe('last');
    expect([...said].sort()).toEqual(['last', 'left', 'right']);
    expect((await asked({ from: left, to: last })).said).toEqual(['last', 'right']);
    expect((await asked({ to: last })).said).toContain('first');
    expect(await asked({ from: last, to: last })).toEqual({ said: [], hasMore: false });
  });

  it('has only what touches the paths, literally, and nothing of what is excluded', async () => {
    const first = await here.fetched({ subject: 'first', files: { 'db/V1.sql': '1', 'api/a': '1' } });
    const db = { 'db/V1.sql': '2', 'api/a': '1' };
    const second = await here.fetched({ subject: 'db', parents: [first], files: db });
    const api = await here.fetched({ subject: 'api', parents: [second], files: { ...db, 'api/a': '2' } });
    const both = await here.fetched({
      subject: 'both',
      parents: [api],
      files: { 'db/V1.sql': '3', 'api/a': '3', '*': '1' },
    });
    const since = { from: first, to: both };
    expect((await asked({ ...since, paths: ['db'] })).said).toEqual(['both', 'db']);
    expect((await asked({ ...since, paths: ['./api/'] })).said).toEqual(['both', 'api']);
    expect((await asked({ ...since, paths: ['.', '!db'] })).said).toEqual(['both', 'api']);
    expect((await asked({ ...since, paths: ['!db'] })).said).toEqual(['both', 'api']);
    expect((await asked({ ...since, paths: ['*'] })).said).toEqual(['both']);
  });

  it('tells when what touches the paths was made, the newest first, without merges', async () => {
    const at = ['2026-01-05T10:00:00.000Z', '2026-01-06T10:00:00.000Z', '2026-01-07T10:00:00.000Z'] as const;
    const first = await here.fetched({ subject: 'first', files: { 'db/V1.sql': '1' }, at: at[0] });
    const files = { 'db/V1.sql': '2' };
    const left = await here.fetched({ subject: 'left', parents: [first], files, at: at[1] });
    const other = { 'db/V1.sql': '1', 'api/a': '1' };
    const right = await here.fetched({ subject: 'right', parents: [first], files: other, at: at[2] });
    const merge = await here.fetched({
      subject: 'merge',
      parents: [left, right],
      files: { ...other, ...files },
      at: at[2],
    });
    const times = (paths: string[], from: string | null = first, most = 10) =>
      here.history.times(here.repo, { from, to: merge, paths, most });
    expect(new Set(await times(['.']))).toEqual(
      new Set([
        { commit: left, at: at[1] },
        { commit: right, at: at[2] },
      ]),
    );
    expect(await times(['db'])).toEqual([{ commit: left, at: at[1] }]);
    expect(await times(['db'], null, 1)).toEqual([{ commit: left, at: at[1] }]);
    expect(await times(['.'], merge)).toEqual([]);
  });

  it('is bounded, and says that there is more', async () => {
    const first = await here.fetched({ subject: 'one', files: { a: '1' } });
    const second = await here.fetched({ subject: 'two', parents: [first], files: { a: '2' } });
    expect(await asked({ to: second, most: 1 })).toEqual({ said: ['two'], hasMore: true });
    expect(await asked({ to: second, most: 2 })).toEqual({ said: ['two', 'one'], hasMore: false });
  });

  it('reads a message by the rules of Conventional Commits, and says who wrote it', async () => {
    expect(await told('feat(api)!: ways\n\nA body.\n\nReviewed-by: Ada')).toMatchObject({
      author: { name: 'Somebody', email: 'somebody@example.test' },
      type: 'feat',
      scope: 'api',
      description: 'ways',
      breaking: 'ways',
      reverts: null,
    });
    expect(await told('Fix: it\n\nBREAKING CHANGE: the old way\nis gone')).toMatchObject({
      type: 'fix',
      scope: null,
      description: 'it',
      breaking: 'the old way\nis gone',
    });
  });

  it('takes a message that follows none of them for its first line', async () => {
    const plain = { type: null, scope: null, breaking: null, reverts: null };
    expect(await told('Merge things (#7)\n\nand more')).toMatchObject({
      ...plain,
      description: 'Merge things (#7)',
    });
    expect(await told('12: a number: is told')).toMatchObject({ description: '12: a number: is told' });
  });

  it('knows what a commit takes back', async () => {
    const id = 'a'.repeat(40);
    expect(await told(`Revert "feat: it"\n\nThis reverts commit ${id}.`)).toMatchObject({ reverts: id });
  });

  it('names the commit that nobody has fetched', async () => {
    const to = await here.fetched({});
    await expect(asked({ from: 'f'.repeat(40), to })).rejects.toMatchObject({
      code: 'CONVOY_COMMIT_NOT_FOUND',
    });
  });
});
