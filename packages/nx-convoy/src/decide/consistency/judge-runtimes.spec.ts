import { judgePackages } from './judge-packages';
import { judgeRuntimes } from './judge-runtimes';

const NOW = '2026-11-23T12:00:00.000Z';
const judge = (runtime: string, allowed: string[] = [], deprecated = {}) =>
  judgeRuntimes(
    [{ component: 'api', where: 'serverless.yml:4', runtime }],
    { allowed, deprecated },
    NOW,
  )[0] ?? null;

describe('judging runtimes', () => {
  it('finds nothing wrong with an allowed one that AWS goes on with', () => {
    expect(judge('python3.12', ['python3.12'])).toBeNull();
    expect(judge('provided.al2023')).toBeNull();
  });

  it('refuses one that the manifest does not allow', () => {
    expect(judge('python3.13', ['python3.12'])).toMatchObject({
      component: 'api',
      class: 'bad',
      says: 'not allowed: the manifest allows python3.12',
    });
  });

  it('refuses one that AWS has deprecated, also where it is allowed', () => {
    expect(judge('python3.9', ['python3.9'])).toMatchObject({
      class: 'bad',
      says: 'deprecated by AWS since 2025-12-15',
    });
  });

  it('notes one that AWS will deprecate within half a year', () => {
    expect(judge('nodejs22.x')).toMatchObject({ class: 'note', says: 'AWS will deprecate it on 2027-04-30' });
    expect(judge('python3.11')).toBeNull();
  });

  it('believes the manifest about a date', () => {
    expect(judge('nodejs22.x', [], { 'nodejs22.x': '2029-04-30' })).toBeNull();
    expect(judge('python3.12', [], { 'python3.12': '2026-01-01' })).toMatchObject({ class: 'bad' });
  });

  it('does not claim to know what a variable will be', () => {
    expect(judge('${self:custom.runtime}', ['python3.12'])).toMatchObject({ class: 'unknown' });
  });
});

describe('judging packages', () => {
  const use = (component: string, version: string) => ({
    component,
    package: 'pg8000',
    version,
    file: 'requirements.txt',
  });

  it('finds those whose versions differ, with everybody who has one', () => {
    expect(judgePackages([use('a', '1'), use('b', '1'), use('c', '2')])).toEqual([
      { package: 'pg8000', uses: [use('a', '1'), use('b', '1'), use('c', '2')] },
    ]);
    expect(judgePackages([use('a', '1'), use('b', '1')])).toEqual([]);
  });
});
