import { FakeWorld, order } from '../../tests/fakes/fake-world';
import {
  commit,
  facts,
  ledgerState,
  migrations,
  receipt,
  record,
  resolvedComponent,
} from '../../tests/fakes/values';
import { readMigrations } from '../decide/migrations';
import type { Manifest } from '../model/manifest';
import { NO_FLAGS } from '../model/run-flags';
import { breakingMigrations } from './breaking-migrations';

const component = resolvedComponent({ name: 'database', migrations, environment: 'preprod' });
const declared = { account: '1', region: 'us-east-1' };
const manifest = (allowSource: boolean): Manifest => ({
  environments: { preprod: { ...declared, allowSource } },
  repos: {
    [component.repo]: {
      url: component.url,
      components: {
        database: {},
        backend: { dependsOn: ['database'], paths: ['backend'] },
      },
    },
  },
});

interface Setting {
  readonly sql: string;
  readonly code?: string;
  readonly allowSource?: boolean;
  readonly isLive?: boolean;
}

/** One pending migration, and a backend that is live with some code. */
async function refusalOf(
  { sql, code = 'select age from users', allowSource = false, isLive = true }: Setting,
  world = new FakeWorld(),
) {
  const file = { path: 'migrations/V001__change.sql', text: sql };
  world.addCommit('b', { files: { [file.path]: file.text } });
  world.addCommit('c', { files: { 'backend/app.py': code } });
  await world.sources.ensure({ name: component.repo, url: component.url }, commit('b'));
  world.remote.refs.set('refs/heads/live', commit('c'));
  const live = record({ verified: receipt({ component: 'backend', commit: commit('c') }) });
  const deploy = {
    order: order({ component, manifest: manifest(allowSource) }),
    ledger: ledgerState(isLive ? { backend: live } : {}),
    facts: facts({ component, migrations: readMigrations([file]) }),
  };
  return { refusal: await breakingMigrations(deploy, world), world };
}

describe('a migration that takes away what live code uses', () => {
  it('is refused, with statement, user, and how it is split', async () => {
    const { refusal } = await refusalOf({ sql: '\nalter table users drop column age;' });
    expect(refusal?.code).toBe('CONVOY_MIGRATION_BREAKS');
    expect(refusal?.message).toContain('V001__change.sql:2  drops column users.age');
    expect(refusal?.message).toContain('used by backend backend/app.py:1');
    expect(refusal?.message).toContain('expand first');
    expect(refusal?.remedy).toContain('--breaking-migration --reason');
  });

  it('is told and not refused where checkouts may be deployed, and where a person says so', async () => {
    const open = await refusalOf({ sql: 'drop table users;', allowSource: true });
    expect(open.refusal).toBeNull();
    expect(open.world.lines.join('\n')).toContain('breaking:   V001__change.sql:1  drops users');
    const world = new FakeWorld();
    world.flags = { ...NO_FLAGS, breakingMigration: true, reason: 'nobody is there' };
    expect((await refusalOf({ sql: 'drop table users;' }, world)).refusal).toBeNull();
  });

  it('may go once nothing that is live uses it', async () => {
    const sql = 'alter table users drop column age;';
    expect((await refusalOf({ sql, code: 'select name from users' })).refusal).toBeNull();
    expect((await refusalOf({ sql, isLive: false })).refusal).toBeNull();
  });
});

it('what cannot be read counts as used by everybody', async () => {
  const { refusal } = await refusalOf({ sql: 'alter tabel users', code: 'nothing of the kind' });
  expect(refusal?.message).toContain('cannot be read');
});

it('what is safe is silent; what holds locks or loses data is told', async () => {
  const safe = await refusalOf({ sql: 'create table teams (id int);' });
  expect([safe.refusal, safe.world.lines]).toEqual([null, []]);
  const { refusal, world } = await refusalOf({ sql: 'create index on users (name); delete from users;' });
  expect(refusal).toBeNull();
  expect(world.lines).toEqual([
    'database: blocking: V001__change.sql:1  nobody writes users while the index is made',
    'database: irreversible: V001__change.sql:1  rows of users are lost',
    'database: blocking: V001__change.sql:1  locks every row of users',
  ]);
});
