import { commit, tree } from '../../tests/fakes/values';
import { renderStatus } from './render-status';
import type { StatusRow } from './status-row';

const place = (letter: string) => ({ commit: commit(letter), tree: tree(letter) });

function row(component: string, change: Partial<StatusRow>): StatusRow {
  return {
    component,
    pin: place('b'),
    live: place('b'),
    verdict: 'passed',
    verifiedAt: '2026-03-01T10:01:04.000Z',
    run: '7f3d1234',
    ...change,
  };
}

it('shows the last migrations of a database, newest first', () => {
  const [, , first, second, third] = renderStatus({
    environment: 'dev',
    world: 'sandbox',
    account: '1',
    region: 'us-east-1',
    components: [
      row('database', {
        migrations: [
          { version: 12, name: 'add_department', appliedAt: '2026-03-01T10:01:04.000Z' },
          { version: 9, name: 'users', appliedAt: '2026-02-01T10:01:04.000Z' },
        ],
      }),
    ],
  });
  expect(first).toContain('database');
  expect(second).toBe('    V012  add_department  applied 2026-03-01T10:01:04Z');
  expect(third).toBe('    V009  users           applied 2026-02-01T10:01:04Z');
});

it.each([
  [true, '  published last: v1, the release of 2026-03-01T10:01:04Z (run 7f3d1234)'],
  [
    false,
    '  published last: v1, the release of 2026-03-01T10:01:04Z (run 7f3d1234); the environment went on since',
  ],
])('shows the release that was published last (live: %s)', (isLive, line) => {
  const lines = renderStatus({
    ...{ environment: 'prod', world: 'sandbox', account: '1', region: 'us-east-1', components: [] },
    published: { name: 'v1', run: '7f3d1234', at: '2026-03-01T10:01:04.000Z', isLive },
  });
  expect(lines.at(-1)).toBe(line);
});

it('shows what is live, what is pinned and how it was verified', () => {
  const lines = renderStatus({
    environment: 'dev',
    world: 'sandbox',
    account: '1',
    region: 'us-east-1',
    components: [
      row('assurex-infra-database', {}),
      row('profile-360-backend', { pin: place('c'), verdict: 'failed' }),
      row('assurex-insights-engine', { verdict: 'inconclusive' }),
      row('trustx', { pin: null, live: null, verdict: 'none', verifiedAt: null, run: null }),
    ],
  });
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
   "

     component                live     pin      verdict       verified
   ✔ assurex-infra-database   bbbbbbb  =        passed        2026-03-01T10:01:04Z (run 7f3d1234)
   ✘ profile-360-backend      bbbbbbb  ccccccc  failed        2026-03-01T10:01:04Z (run 7f3d1234)
   ✘ assurex-insights-engine  bbbbbbb  =        inconclusive  2026-03-01T10:01:04Z (run 7f3d1234)
   – trustx                   –        –        none          never
   "
  `);
});
