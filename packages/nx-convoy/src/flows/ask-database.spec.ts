import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { manifest, resolvedComponent } from '../../tests/fakes/values';
import { lockHolder } from '../../tests/fakes/values-of-lock';
import type { EnvironmentDeclaration } from '../model/manifest';
import { NO_FLAGS } from '../model/run-flags';
import { ledgerMessage } from '../effects/git/ledger-message';
import { askDatabase, readWish } from './ask-database';
import { writeDatabase } from './write-database';

const connect = { argv: ['./connect.sh'], in: 'scripts', timeoutSeconds: 60 };
const component = resolvedComponent({ connect });

function ordered(dev: Partial<EnvironmentDeclaration> = {}) {
  const usual = manifest();
  const environments = { ...usual.environments, dev: { ...usual.environments['dev']!, ...dev } };
  return order({ component, manifest: { ...usual, environments } });
}

/** A client that answers as a database would: rows, then the markers, unless a statement is refused. */
async function stage(
  says: readonly string[] = ['id\tname', '1\tAda'],
  isRefused = false,
): Promise<FakeWorld> {
  const world = new FakeWorld();
  await world.makePrepared();
  world.flags = { ...NO_FLAGS, reason: 'ticket 4711' };
  const marks = isRefused ? ['end_run-9'] : ['done_run-9', 'end_run-9'];
  world.program = () => ({ lines: [...says, ...marks] });
  return world;
}

async function ask(text: string, world: FakeWorld) {
  const lines = await readWish(ordered(), { text, mayWrite: false }, world);
  return askDatabase(ordered(), { lines, mayWrite: false }, world);
}
async function write(text: string, world: FakeWorld, dev: Partial<EnvironmentDeclaration> = {}) {
  const lines = await readWish(ordered(dev), { text, mayWrite: true }, world);
  return writeDatabase(ordered(dev), lines, world);
}

describe('a session on a database', () => {
  it('asks in the prepared worktree, with the credentials of a deploy, in a transaction that may only read', async () => {
    const world = await stage();
    expect(await ask('select id,\n  name -- of whom\nfrom users', world)).toEqual({ type: 'answered' });
    expect(world.lines).toEqual(['id\tname', '1\tAda']);
    const [request] = world.programs.requests;
    expect(request).toMatchObject({
      command: connect,
      folder: `${world.workshop.folder('backend', 'b'.repeat(40))}/scripts`,
      environment: { PURPOSE: 'deploy', PGOPTIONS: '-c default_transaction_read_only=on' },
    });
    expect(request?.input).toEqual([
      'set session characteristics as transaction read only;',
      'begin read only;',
      'select id, name from users;',
      `select 'done_run-9' as "done_run-9";`,
      'rollback;',
      `select 'end_run-9' as "end_run-9";`,
    ]);
    expect(world.entries()).toEqual([]);
  });

  it('sends on one line what was typed on several, also behind a quote that is easily misread', async () => {
    const world = await stage();
    await ask("select E'it\\'s -- x',\n 1", world);
    expect(world.programs.requests[0]?.input).toContain("select E'it\\'s -- x', 1;");
  });

  it.each([
    ['update users set name = 1', 'CONVOY_SQL_WRITES'],
    ['select 1; set default_transaction_read_only = off; delete from users', 'CONVOY_SQL_WRITES'],
    ['selekt 1', 'CONVOY_SQL_WRITES'],
    ["select 'a\nb'", 'CONVOY_SQL_UNFIT'],
    ["select 'a'\n'b'", 'CONVOY_SQL_UNFIT'],
    ['  -- nothing', 'CONVOY_SQL_MISSING'],
  ])('does not send “%s”', async (text, code) => {
    const world = await stage();
    await expect(ask(text, world)).rejects.toMatchObject({ code });
    expect(world.programs.requests).toEqual([]);
  });

  it('tells a refusal of the server, and a client that did not come to the end', async () => {
    expect(await ask('select 1', await stage(['ERROR: no'], true))).toEqual({
      type: 'failed',
      message: 'the database refused a statement',
    });
    const world = await stage();
    world.program = () => ({ lines: ['cannot connect'], code: 2 });
    expect(await ask('select 1', world)).toEqual({
      type: 'failed',
      message: 'the connect command ended with exit code 2',
    });
    world.program = () => ({ lines: ['done_run-9'] });
    expect(await ask('select 1', world)).toMatchObject({ type: 'cut' });
    world.program = () => ({ hangs: 'to the limit' });
    expect(await ask('select 1', world)).toEqual({ type: 'cut', message: 'no answer within 60 s' });
  });

  it('needs a connect command, and says what to add', async () => {
    const world = await stage();
    const without = order({ component: resolvedComponent() });
    await expect(askDatabase(without, { lines: [], mayWrite: false }, world)).rejects.toMatchObject({
      code: 'CONVOY_SQL_CONNECT_MISSING',
      remedy: expect.stringContaining('"connect": { "dev":'),
    });
  });
});

describe('writing', () => {
  const text = "update users set name = 'somebody secret' where id = 1; delete from sessions";

  it('is said in the ledger before and after, under the lock, with who, why and what, and no value', async () => {
    const world = await stage(['UPDATE 1']);
    let during: unknown = null;
    const program = world.program;
    world.program = (request) => {
      during = world.entries().map((each) => (each.type === 'occurrence' ? each.what.kind : each.type));
      return program(request);
    };
    expect(await write(text, world)).toEqual({ type: 'answered' });
    expect(during).toEqual(['sql-begun']);
    const what = {
      component: 'backend',
      reason: 'ticket 4711',
      statements: ['update users', 'delete sessions'],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    };
    expect(world.entries()).toMatchObject([
      { who: world.who, what: { kind: 'sql-begun', ...what, outcome: null } },
      { who: world.who, what: { kind: 'sql-done', ...what, outcome: 'answered' } },
    ]);
    expect(JSON.stringify(world.entries())).not.toContain('secret');
    expect(ledgerMessage(world.entries().slice(-1))).toContain('update users, delete sessions: ticket 4711');
    expect(world.programs.requests[0]?.input?.[0]).toBe('begin;');
    expect(world.programs.requests[0]?.environment).not.toHaveProperty('PGOPTIONS');
  });

  it('records what the database refused, and what was cut', async () => {
    const refused = await stage(['ERROR: no'], true);
    await write(text, refused);
    expect(refused.entries().at(-1)).toMatchObject({ what: { outcome: 'failed' } });
    const cut = await stage();
    cut.program = () => ({ lines: [], code: 137 });
    await write(text, cut);
    expect(cut.entries().at(-1)).toMatchObject({ what: { outcome: 'cut' } });
  });

  const guarded = { protected: true } as const;
  it.each([
    ['without a reason', { reason: null }, {}, 'CONVOY_REASON_MISSING'],
    ['without a word in a protected environment', {}, guarded, 'CONVOY_CONFIRM_MISSING'],
    [
      'in a freeze',
      {},
      { freezes: [{ from: '2026-01-01', to: '2026-12-31', timezone: 'UTC', reason: 'always' }] },
      'CONVOY_FROZEN',
    ],
  ])('is refused %s', async (_when, flags, dev, code) => {
    const world = await stage();
    world.flags = { ...world.flags, ...flags };
    await expect(write('delete from users', world, dev)).rejects.toMatchObject({ code });
    expect([world.entries(), world.programs.requests]).toEqual([[], []]);
  });

  it.each(['begin; delete from users', 'vacuum users', 'create index concurrently a on users (id)'])(
    'cannot be “%s”: all of it is one transaction',
    async (sql) => {
      await expect(write(sql, await stage())).rejects.toMatchObject({ code: 'CONVOY_SQL_UNFIT' });
    },
  );

  it('waits for nobody: where another run has the lock it is refused', async () => {
    const world = await stage();
    world.records.locks.set('dev', lockHolder());
    await expect(write('delete from users', world)).rejects.toMatchObject({ code: 'CONVOY_LOCK_HELD' });
    expect(world.programs.requests).toEqual([]);
  });
});
