import type { Merges } from '../../src/effects/merges-port';
import { createMerges } from '../../src/effects/git/merges';
import { FakeMerges } from '../fakes/fake-merges';
import { FakeRepos } from '../fakes/fake-repos';
import { fake, real, type Setup } from './repos-setup';

interface At extends Setup {
  readonly merges: Merges;
}

const author = { name: 'Ada', email: 'ada@example.test' };
const at = '2026-03-02T12:00:00.000Z';
const lines = (...words: string[]): string => `${words.join('\n')}\n`;

async function onFake(): Promise<At> {
  const setup = await fake();
  if (!(setup.repos instanceof FakeRepos)) throw new TypeError('the fake setup has fake repositories');
  return { ...setup, merges: new FakeMerges(setup.repos) };
}
async function onReal(): Promise<At> {
  const setup = await real();
  return { ...setup, merges: createMerges(setup.options) };
}

describe.each([
  ['fake', onFake],
  ['real', onReal],
])('merges (%s)', (_name, setup) => {
  let here: At;
  let start: string;
  let stg: string;
  beforeEach(async () => {
    here = await setup();
    const files = { 'a.txt': 'a\n', 'b.txt': 'b\n' };
    start = await here.fetched({ subject: 'start', files });
    stg = await here.fetched(
      { parents: [start], subject: 'stg', files: { ...files, 'a.txt': 'A\n' } },
      'stg',
    );
  });
  const branch = (files: Record<string, string>): Promise<string> =>
    here.fetched({ parents: [start], subject: 'feature', files }, 'feature/x');
  const merge = (source: string, head = stg) =>
    here.merges.merge(here.repo, {
      head,
      source,
      paragraphs: ['promote', 'Convoy-Promotion: 1'],
      author,
      at,
    });

  it('has what both sides changed, with both as parents, and is the same commit for the same wish', async () => {
    const source = await branch({ 'a.txt': 'a\n', 'b.txt': 'B\n' });
    const merged = await merge(source);
    expect(merged.type).toBe('merged');
    const commit = merged.type === 'merged' ? merged.commit : '';
    expect(await here.repos.files(here.repo, commit, '.')).toEqual([
      { path: 'a.txt', text: 'A\n' },
      { path: 'b.txt', text: 'B\n' },
    ]);
    for (const parent of [stg, source])
      expect(await here.repos.isAncestor(here.repo, parent, commit)).toBe(true);
    expect(await merge(source)).toEqual(merged);
    expect((await here.repos.commitsBetween(here.repo, source, commit))[0]?.subject).toBe('promote');
  });

  it('names the files in conflict, and makes nothing', async () => {
    const source = await branch({ 'a.txt': lines('mine'), 'b.txt': 'b\n' });
    expect(await merge(source)).toEqual({ type: 'conflict', files: ['a.txt'] });
  });

  it('says that the head has it already', async () => {
    expect(await merge(start)).toEqual({ type: 'contained' });
  });

  it('tells how two commits stand to each other', async () => {
    const source = await branch({ 'a.txt': 'a\n', 'b.txt': 'B\n' });
    expect(await here.merges.compare(here.repo, source, stg)).toEqual({ ahead: 1, behind: 1, base: start });
    expect(await here.merges.compare(here.repo, stg, start)).toEqual({ ahead: 1, behind: 0, base: start });
  });

  it('tells where a commit left a branch, also when it was merged into it since', async () => {
    const source = await branch({ 'a.txt': 'a\n', 'b.txt': 'B\n' });
    expect(await here.merges.parted(here.repo, source, stg)).toBe(start);
    const files = { 'a.txt': 'A\n', 'b.txt': 'B\n' };
    const merged = await here.fetched({ parents: [stg, source], subject: 'merge', files }, 'stg');
    const on = await here.fetched({ parents: [merged], subject: 'on', files: { ...files, c: 'c\n' } }, 'stg');
    for (const head of [merged, on]) expect(await here.merges.parted(here.repo, source, head)).toBe(start);
  });

  it('does not tell it of a commit that is on the branch itself, or that shares no history', async () => {
    const alone = await here.fetched({ subject: 'alone' }, 'alone');
    expect(await here.merges.parted(here.repo, start, stg)).toBeNull();
    expect(await here.merges.parted(here.repo, stg, stg)).toBeNull();
    expect(await here.merges.parted(here.repo, alone, stg)).toBeNull();
  });

  it('finds what the newest merge says that it brought of a branch, and no branch whose name only begins so', async () => {
    const [one, two] = [
      await branch({ 'a.txt': 'a\n', 'b.txt': 'B\n' }),
      await here.fetched({ parents: [start], subject: 'two', files: { 'c.txt': 'c\n' } }, 'feature/x-2'),
    ];
    const files = { 'a.txt': 'A\n' };
    const first = await here.fetched(
      { parents: [stg, one], subject: 'promote: feature/x to preprod', files },
      'stg',
    );
    const then = await here.fetched(
      { parents: [first, two], subject: "Merge branch 'feature/x-2'", files },
      'stg',
    );
    const brought = (name: string, heads = [then]) => here.merges.broughtBy(here.repo, name, heads);
    expect(await brought('feature/x')).toBe(one);
    expect(await brought('feature/x-2')).toBe(two);
    expect(await brought('feature')).toBeNull();
    expect(await brought('feature/x', [])).toBeNull();
  });

  it('moves a ref only from where it was expected, makes one, and takes it away', async () => {
    const ref = 'refs/convoy/preprod/next';
    const move = (expected: string | null, to: string | null) =>
      here.merges.move(here.repo, { ref, expected, to });
    expect(await move(null, stg)).toEqual({ type: 'pushed' });
    expect(await here.repos.resolve(here.repo, ref)).toBe(stg);
    expect(await move(null, start)).toMatchObject({ type: 'rejected' });
    expect(await move(stg, start)).toEqual({ type: 'pushed' });
    expect(await move(stg, null)).toMatchObject({ type: 'rejected' });
    expect(await move(start, null)).toEqual({ type: 'pushed' });
    expect(await here.repos.resolve(here.repo, ref)).toBeNull();
  });
});
