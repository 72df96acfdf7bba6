import { commit } from '../../tests/fakes/values';
import type { PreviewDocument } from '../model/task-note';
import { renderPreviews } from './render-preview';

function preview(change: Partial<PreviewDocument>): PreviewDocument {
  return {
    component: 'profile-360-backend',
    live: commit('a'),
    pin: commit('b'),
    action: 'deploy',
    why: ['1 commit since what is live'],
    commits: [],
    steps: [],
    ...change,
  };
}

function shown(...previews: PreviewDocument[]): string {
  const lines = renderPreviews(previews);
  expect(lines.join('\n')).not.toMatch(/[\u001b\r\t]/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  return `\n${lines.join('\n')}\n`;
}

it('shows what is done, why, with which commits, and how each step is undone', () => {
  const database = preview({
    component: 'assurex-infra-database',
    live: null,
    why: ['first deploy'],
    steps: [
      { what: './deploy.sh preprod', undo: 'no way back: first deploy' },
      { what: '2 migrations: V001__a.sql, V002__b.sql', undo: 'U002__b.sql, U001__a.sql' },
    ],
  });
  const backend = preview({
    commits: [{ commit: commit('b'), subject: 'feat: departments' }],
    steps: [{ what: 'callers use api:live', undo: 'live → 41' }],
  });
  const same = preview({
    component: 'assurex-insights-engine',
    action: 'nothing',
    why: ['unchanged, verified 2026-03-01T10:01:04.000Z'],
  });
  const absent = preview({
    component: 'trustx',
    action: 'absent',
    live: null,
    pin: null,
    why: ['does not exist in dev'],
  });
  expect(shown(database, backend, same, absent)).toMatchInlineSnapshot(`
   "

     component                live      pin      what
     assurex-infra-database   –       → bbbbbbb  first deploy
         ./deploy.sh preprod   undo: no way back: first deploy
         2 migrations: V001__a.sql, V002__b.sql   undo: U002__b.sql, U001__a.sql
     profile-360-backend      aaaaaaa → bbbbbbb  1 commit since what is live
         bbbbbbb feat: departments
         callers use api:live   undo: live → 41
     assurex-insights-engine  aaaaaaa =          unchanged, verified 2026-03-01T10:01:04.000Z
     trustx                   –       – –        does not exist in dev
   "
  `);
});

it('shows a refusal line by line', () => {
  const why = [
    'CONVOY_BRANCH_AHEAD trustx cannot be deployed to preprod\nbranch stg is ahead of the pin bbbbbbb',
    'pin what is there:  npx nx g nx-convoy:pin --environment=preprod',
  ];
  expect(shown(preview({ component: 'trustx', action: 'refused', live: null, pin: null, why })))
    .toMatchInlineSnapshot(`
   "

     component  live      pin      what
     trustx     –       ✘ –        CONVOY_BRANCH_AHEAD trustx cannot be deployed to preprod
         branch stg is ahead of the pin bbbbbbb
         pin what is there:  npx nx g nx-convoy:pin --environment=preprod
   "
  `);
});

it('breaks reasons and steps that do not fit into a line', () => {
  const why = [
    'its declaration in repos.json changed',
    'what is live is not what was last verified',
    'run 81c2aa00 did not end',
  ];
  const what = 'npx --no serverless deploy --stage staging --region us-east-2 --conceal';
  expect(shown(preview({ why, steps: [{ what, undo: 'deploy aaaaaaa of the last release again' }] })))
    .toMatchInlineSnapshot(`
   "

     component            live      pin      what
     profile-360-backend  aaaaaaa → bbbbbbb  its declaration in repos.json changed
         what is live is not what was last verified
         run 81c2aa00 did not end
         npx --no serverless deploy --stage staging --region us-east-2 --conceal
            undo: deploy aaaaaaa of the last release again
   "
  `);
});

it('counts the commits that it does not show, and cuts long subjects', () => {
  const commits = Array.from({ length: 12 }, (_, index) => ({
    commit: commit('c'),
    subject: index === 0 ? 'x'.repeat(200) : `change ${index}`,
  }));
  const text = shown(preview({ commits }));
  expect(text).toContain('… and 2 more');
  expect(text).toContain('change 9');
  expect(text).not.toContain('change 10');
});
