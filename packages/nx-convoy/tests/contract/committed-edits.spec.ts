import { fake, real, type Setup } from './repos-setup';

const files = {
  'readme.md': 'hello\n',
  'config/dev.yml': 'retries: 3\n',
  'config/run.sh': { mode: '100755', text: '#!/bin/sh\n' },
};
const subject = 'Bring the configuration into step';

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('a commit with edited files (%s)', (_name, setup) => {
  let at: Setup;
  let head: string;
  beforeEach(async () => {
    at = await setup();
    head = await at.fetched({ subject: 'first', files });
  });
  const edited = (path = 'config/dev.yml', text = 'retries: 5\n'): Promise<string> =>
    at.edits.edit(at.repo, { head, files: [{ path, text }], subject });

  it('has the new text and everything else as it was, on top of the head', async () => {
    const commit = await edited();
    expect(await at.repos.files(at.repo, commit, 'config')).toEqual([
      { path: 'config/dev.yml', text: 'retries: 5\n' },
      { path: 'config/run.sh', text: '#!/bin/sh\n' },
    ]);
    const others = ['.', '!config/dev.yml'];
    expect(await at.repos.tree(at.repo, commit, others)).toBe(await at.repos.tree(at.repo, head, others));
    expect(await at.repos.commitsBetween(at.repo, head, commit)).toEqual([{ commit, subject }]);
  });

  it('is the same commit for the same wish, and the head itself where nothing changes', async () => {
    expect(await edited()).toBe(await edited());
    expect(await edited('config/dev.yml', 'retries: 3\n')).toBe(head);
  });

  it('keeps what a file may do', async () => {
    const commit = await edited('config/run.sh', '#!/bin/sh\nexit 0\n');
    const back = await at.edits.edit(at.repo, {
      head: commit,
      files: [{ path: 'config/run.sh', text: '#!/bin/sh\n' }],
      subject,
    });
    expect(await at.repos.tree(at.repo, back, ['.'])).toBe(await at.repos.tree(at.repo, head, ['.']));
  });

  it('has new files, and no more those that were taken away', async () => {
    const added = [{ path: 'config/new/more.yml', text: 'more: 1\n' }];
    const wish = { head, files: [], added, removed: ['config/dev.yml'], subject };
    const commit = await at.edits.edit(at.repo, wish);
    expect(await at.repos.files(at.repo, commit, 'config')).toEqual([
      { path: 'config/run.sh', text: '#!/bin/sh\n' },
    ]);
    expect(await at.repos.files(at.repo, commit, 'config/new')).toEqual(added);
    const others = ['.', '!config/dev.yml', '!config/new'];
    expect(await at.repos.tree(at.repo, commit, others)).toBe(await at.repos.tree(at.repo, head, others));
  });

  it('refuses a file that is not there', async () => {
    await expect(edited('config/none.yml')).rejects.toThrow('config/none.yml');
  });

  it('reaches the remote by a push that compares', async () => {
    const commit = await edited();
    const move = { branch: 'convoy/sync', expected: null, to: commit };
    expect(await at.repos.push(at.repo, move)).toEqual({ type: 'pushed' });
    expect(at.head('convoy/sync')).toBe(commit);
    const other = await edited('config/dev.yml', 'retries: 7\n');
    expect(await at.repos.push(at.repo, { ...move, to: other })).toMatchObject({ type: 'rejected' });
  });
});
