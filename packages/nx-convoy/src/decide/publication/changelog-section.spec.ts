import type { CommittedChange } from '../../model/committed-change';
import type { ComponentNews, ReleaseStory } from '../../model/publication';
import { changelogSection } from './changelog-section';
import { withSection } from './changelog-text';
import { releaseNotes } from './release-notes';

const id = (letter: string): string => letter.repeat(40);
const change = (letter: string, words: Partial<CommittedChange> = {}): CommittedChange => ({
  commit: id(letter),
  author: { name: 'Ada', email: 'ada@example.test' },
  ...{ type: 'fix', scope: null, description: `change ${letter}`, breaking: null, reverts: null },
  ...words,
});
const part = (words: Partial<ComponentNews> = {}): ComponentNews => ({
  component: 'api',
  repo: 'api-repo',
  url: 'git@github.com:acme/api.git',
  commit: id('b'),
  before: id('a'),
  verifiedAt: '2026-03-01T10:01:00.000Z',
  run: 'run-1',
  ...{ changes: [], hasMore: false, migrations: [], config: [] },
  ...words,
});
const story = (...news: ComponentNews[]): ReleaseStory => ({
  ...{ name: 'v1.1.0', environment: 'prod', run: 'run-2', at: '2026-03-02T12:00:00.000Z' },
  previous: 'v1.0.0',
  news,
});
const section = (words: Partial<ComponentNews>): Promise<string> => changelogSection(story(part(words)));

describe('the section of a release', () => {
  it('has every component with its commits by type, what breaks, and who wrote them', async () => {
    const changes = [
      change('c', { type: 'feat', scope: 'http', description: 'ways', breaking: 'the old way\nis gone' }),
      change('d'),
      change('e', { type: 'docs', description: 'words' }),
      change('f', { type: null, description: 'By hand', author: { name: 'dependabot[bot]', email: 'd@x' } }),
    ];
    expect(await section({ changes })).toBe(
      `## v1.1.0 (2026-03-02)

prod, run run-2, after v1.0.0.

### api

[aaaaaaa → bbbbbbb](https://github.com/acme/api/compare/${id('a')}...${id('b')})

#### Features

- ⚠️  **http:** ways ([ccccccc](https://github.com/acme/api/commit/${id('c')}))

#### Fixes

- change d ([ddddddd](https://github.com/acme/api/commit/${id('d')}))

#### Others

- docs: words ([eeeeeee](https://github.com/acme/api/commit/${id('e')}))
- By hand ([fffffff](https://github.com/acme/api/commit/${id('f')}))

#### Breaking changes

- **http:** ways
  the old way
  is gone

#### Authors

- Ada`,
    );
  });

  it('leaves out what was taken back within it, and tells what was taken back of an earlier one', async () => {
    const inside = change('c', { type: 'revert', description: 'Revert "d"', reverts: id('d') });
    expect(await section({ changes: [inside, change('d'), change('e')] })).not.toMatch(/change d|Revert/);
    const outside = change('c', { type: null, description: 'Revert "x"', reverts: id('x') });
    expect(await section({ changes: [outside] })).toContain('#### Taken back\n\n- Revert "x" (');
  });

  it('names migrations, and keys of the configuration but no value', async () => {
    const keys = Array.from({ length: 22 }, (_, index) => `k${index}`);
    const config = [
      { file: 'config/stages.yml', keys },
      { file: 'b.json', keys: null },
    ];
    const text = await section({ migrations: ['V002__add'], config });
    expect(text).toContain('No commit of its own.');
    expect(text).toContain('#### Migrations\n\n- V002__add\n');
    expect(text).toMatch(/- `config\/stages\.yml`: `k0`, .*`k19`, and 2 more\n- `b\.json`$/);
  });

  it('says that it is bounded, and what did not change', async () => {
    const text = await changelogSection(
      story(
        part({ changes: [change('c')], hasMore: true, before: null }),
        part({ component: 'web', before: id('b') }),
      ),
    );
    expect(text).toContain('[bbbbbbb](https://github.com/acme/api/commit/');
    expect(text).toContain('Only the newest 1 commits are listed; there are older ones.');
    expect(text).toContain('Unchanged: web.');
    expect(text).not.toContain('### web');
  });

  it('makes no markup of what others wrote, and no link where the host is not known', async () => {
    const changes = [change('c', { description: '<script>alert(1)</script>' })];
    const text = await section({ changes, url: 'git@git.acme.test:api.git' });
    expect(text).toContain('- &lt;script&gt;alert(1)&lt;/script&gt; (ccccccc)');
    expect(text).toContain('\naaaaaaa → bbbbbbb\n');
  });
});

describe('the changelog', () => {
  const [old, next] = ['## v1.0.0 (2026-03-01)\n\nold', '## v1.1.0 (2026-03-02)\n\nnew'];

  it('begins with a title, and has the newest on top', () => {
    const first = withSection(null, 'v1.0.0', old);
    expect(first).toMatch(/^# Changelog\n\n.+\n\n## v1\.0\.0/);
    expect(withSection(first, 'v1.1.0', next)).toMatch(
      /^# Changelog\n\n.+\n\n## v1\.1\.0[^]+\n\nnew\n\n## v1\.0\.0[^]+old\n$/,
    );
  });

  it.each(['## v1.1.0', '## [v1.1.0] - 2026', '##  v1.1.0 (x)'])(
    'that has “%s” stays as it is',
    (heading) => {
      const text = `# Ours\n\n${heading}\n\nby hand\n`;
      expect(withSection(text, 'v1.1.0', next)).toBe(text);
    },
  );

  it('does not take another release for it', () => {
    expect(withSection('# Ours\n\n## v1.1.0-rc.1\n', 'v1.1.0', next)).toContain(next);
    expect(withSection('# Ours\n\n### v1.1.0\n', 'v1.1.0', next)).toContain(next);
  });
});

describe('the notes of a release', () => {
  it('say what it consists of and where each part was verified', async () => {
    const text = await releaseNotes(story(part(), part({ component: 'web', before: null })));
    expect(text.split('\n').slice(0, 6)).toEqual([
      '# v1.1.0',
      '',
      '| component | commit  | previous | verified             | run   |',
      '| --------- | ------- | -------- | -------------------- | ----- |',
      '| api       | bbbbbbb | aaaaaaa  | 2026-03-01 10:01 UTC | run-1 |',
      '| web       | bbbbbbb | –        | 2026-03-01 10:01 UTC | run-1 |',
    ]);
    expect(text).toContain('### api');
  });
});
