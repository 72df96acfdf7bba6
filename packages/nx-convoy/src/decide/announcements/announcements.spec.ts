import type { ComponentReport, RunReport } from '../../model/run-report';
import { commitLink, compareLink } from './compare-link';
import { endAnnouncement } from './end-announcement';
import { startAnnouncement } from './start-announcement';

const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
const place = (commit: string) => ({ commit, tree: commit });
const component = (change: Partial<ComponentReport> = {}): ComponentReport => ({
  component: 'backend',
  outcome: 'deployed',
  verdict: 'passed',
  startedAt: null,
  finishedAt: null,
  from: place(a),
  to: place(b),
  checks: [],
  error: null,
  summary: 's',
  ...change,
});
const report = (change: Partial<RunReport> = {}): RunReport => ({
  run: '1a2b',
  environment: 'dev',
  world: 'sandbox',
  outcome: 'released',
  startedAt: '2026-03-02T12:00:00.000Z',
  finishedAt: '2026-03-02T12:00:46.000Z',
  components: [component()],
  ...change,
});
const url = 'git@github.com:acme/backend.git';
const said = (change: Partial<RunReport>, urls = { backend: url }): string[] =>
  endAnnouncement({ report: report(change), who: 'me@host', urls }).split('\n');

describe('the announcement of a start', () => {
  it('says what begins, who does it, and why where that was said', () => {
    const facts = { environment: 'prod', run: '1a2b', who: 'me@host' };
    expect(
      startAnnouncement({ ...facts, verb: 'deploy', named: ['web', 'api'], reason: 'a <!channel> & more' }),
    ).toBe('▶ *prod*: deploy of web, api begins · me@host · run 1a2b\nwhy: a &lt;!channel&gt; &amp; more');
  });
});

describe('the announcement of an end', () => {
  it('of a release says how long it took, and links what changed', () => {
    expect(said({})).toEqual([
      '✔ *dev*: released in 46 s · me@host · run 1a2b',
      `• backend <https://github.com/acme/backend/compare/${a}...${b}|aaaaaaa → bbbbbbb>`,
    ]);
  });

  it('of a failure says the first cause and how to go on', () => {
    const message = 'stack backend UPDATE_FAILED\nfirst cause  Table  CREATE_FAILED  no <access>';
    const failed = component({ outcome: 'failed', error: { code: 'CONVOY_X', message, remedy: 'r' } });
    const later = component({
      component: 'web',
      outcome: 'refused',
      error: { code: 'CONVOY_Y', message: 'n', remedy: 'r' },
    });
    expect(said({ outcome: 'failed', components: [failed, later] })).toEqual([
      '✘ *dev*: failed in 46 s · me@host · run 1a2b',
      'backend: CONVOY_X',
      '> stack backend UPDATE_FAILED',
      '> first cause  Table  CREATE_FAILED  no &lt;access&gt;',
      'go on: `npx nx run-many -t deploy --configuration=dev`',
    ]);
  });

  it('of a rollback says so, and what had failed before', () => {
    const error = { code: 'CONVOY_NOT_VERIFIED', message: 'GET /health: 500', remedy: 'r' };
    const components = [component({ outcome: 'rolled-back', error })];
    expect(said({ outcome: 'rolled-back', components })).toEqual([
      '↩ *dev*: rolled back in 46 s · me@host · run 1a2b',
      `• backend <https://github.com/acme/backend/compare/${a}...${b}|aaaaaaa → bbbbbbb>, rolled back`,
      'backend: CONVOY_NOT_VERIFIED',
      '> GET /health: 500',
    ]);
  });

  it('is short, however much there is to say', () => {
    const message = Array.from({ length: 100 }, () => 'x'.repeat(1000)).join('\n');
    const error = { code: 'CONVOY_X', message, remedy: 'r' };
    const components = [component({ outcome: 'failed', error })];
    expect(said({ outcome: 'failed', components }).join('\n').length).toBeLessThan(3_001);
  });

  it('names a commit without a link where it is not known how the host shows it', () => {
    expect(said({}, { backend: 'https://git.acme.test/backend.git' })[1]).toBe('• backend aaaaaaa → bbbbbbb');
  });
});

describe('compareLink', () => {
  it.each([
    url,
    'https://github.com/acme/backend.git',
    'https://github.com/acme/backend',
    'ssh://git@github.com/acme/backend.git',
  ])('knows %s', (each) => {
    expect(compareLink(each, a, b)).toBe(`https://github.com/acme/backend/compare/${a}...${b}`);
    expect(compareLink(each, null, b)).toBe(`https://github.com/acme/backend/commit/${b}`);
  });

  it('knows the other hosts', () => {
    const [gitlab, bitbucket] = [
      'git@gitlab.com:acme/group/backend.git',
      'https://bitbucket.org/acme/backend',
    ];
    expect(compareLink(gitlab, a, b)).toBe(`https://gitlab.com/acme/group/backend/-/compare/${a}...${b}`);
    expect(commitLink(gitlab, b)).toBe(`https://gitlab.com/acme/group/backend/-/commit/${b}`);
    expect(compareLink(bitbucket, a, b)).toBe(
      `https://bitbucket.org/acme/backend/branches/compare/${b}%0D${a}`,
    );
    expect(commitLink(bitbucket, b)).toBe(`https://bitbucket.org/acme/backend/commits/${b}`);
  });

  it('makes nothing up for others', () => {
    expect(commitLink('git@github.com:acme/../x.git', b)).toBeNull();
    expect(compareLink('git@github.com.evil.test:acme/backend.git', a, b)).toBeNull();
  });
});
