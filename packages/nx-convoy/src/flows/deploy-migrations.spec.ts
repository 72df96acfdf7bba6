import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { migrations, resolvedComponent } from '../../tests/fakes/values';
import { readMigrations } from '../decide/migrations';
import type { InvokeOutcome } from '../effects/ports';
import type { Json } from '../model/json';
import { deploy } from './deploy';

const files = [1, 2, 3].map((version) => ({
  path: `migrations/V00${version}__step_${version}.sql`,
  text: `select ${version};`,
}));
const component = resolvedComponent({
  name: 'database',
  deploy: [{ argv: ['./deploy.sh', 'dev'], in: '.', timeoutSeconds: 60 }],
  migrations,
  checks: [{ kind: 'schema' }],
});
const ordered = order({ component });

/** A database whose function inspects and applies what is packaged with it: all three, once the command has run. */
async function stage(applied: number, pinned = files): Promise<{ world: FakeWorld; rows: () => number }> {
  const world = new FakeWorld();
  world.addCommit('b', { files: Object.fromEntries(pinned.map(({ path, text }) => [path, text])) });
  await world.makePrepared('database');
  let count = applied;
  const state = (): { version: number; migrations: Json } => ({
    version: count,
    migrations: readMigrations(files)
      .slice(0, count)
      .map(({ version, name, checksum }) => ({ version, name, checksum, appliedAt: 'then' })),
  });
  const answer = (payload: Json): InvokeOutcome => {
    if (JSON.stringify(payload) === JSON.stringify(migrations.apply)) count = files.length;
    return { type: 'answered', answer: { Status: 'SUCCESS', applied: [], ...state() } };
  };
  const make = (): void => world.aws.putHandler('schema-init', answer);
  if (applied > 0) make();
  world.program = () => ({ effect: make });
  return { world, rows: () => count };
}

const payloads = (world: FakeWorld): Json[] => world.aws.invocations.map((each) => each.payload);

describe('a deploy with migrations', () => {
  it('applies what is pending after its command, and keeps the answer', async () => {
    const { world, rows } = await stage(1);
    const kept = await deploy(ordered, world);
    expect(rows()).toBe(3);
    expect(kept).toMatchObject({
      outcome: 'deployed',
      answers: [{ Status: 'SUCCESS', version: 3 }],
      after: { schema: { version: 3 } },
      summary: 'V002 V003 applied, schema at 3, 1 check passed',
    });
    expect(payloads(world).filter((payload) => JSON.stringify(payload).includes('Create'))).toHaveLength(1);
  });

  it('begins with a database whose function does not exist yet', async () => {
    const { world } = await stage(0);
    expect(await deploy(ordered, world)).toMatchObject({
      outcome: 'deployed',
      after: { schema: { version: 3 } },
    });
  });

  it('never applies a migration twice', async () => {
    const { world } = await stage(0);
    await deploy(ordered, world);
    world.aws.invocations.length = 0;
    await deploy(order({ run: 'run-10', component: { ...component, declaration: 'declaration-2' } }), world);
    expect(new Set(payloads(world).map((payload) => JSON.stringify(payload)))).toEqual(
      new Set([JSON.stringify(migrations.inspect)]),
    );
  });

  it.each<[string, InvokeOutcome, string]>([
    [
      'the database refuses it',
      { type: 'answered', answer: { Status: 'FAILED', Reason: 'V002__step_2.sql: syntax error' } },
      'V002__step_2.sql: syntax error',
    ],
    ['its answer says nothing', { type: 'answered', answer: ['?'] }, '["?"]'],
    ['the function breaks', { type: 'function-error', message: 'out of memory' }, 'out of memory'],
    ['the function cannot be reached', { type: 'unreachable', message: 'no route' }, 'no route'],
  ])('fails when %s', async (_when, outcome, message) => {
    const { world } = await stage(1);
    const inspect: InvokeOutcome = { type: 'answered', answer: { version: 0, migrations: [] } };
    world.program = () => ({});
    world.aws.putHandler('schema-init', (payload) =>
      JSON.stringify(payload) === JSON.stringify(migrations.inspect) ? inspect : outcome,
    );
    const kept = await deploy(ordered, world);
    expect(kept).toMatchObject({
      outcome: 'failed',
      verdict: null,
      failure: {
        code: 'CONVOY_MIGRATION_FAILED',
        step: 'migrate V001__step_1.sql, V002__step_2.sql, V003__step_3.sql',
        message,
      },
    });
  });

  it('keeps the answer of what was applied when the provider fails right after', async () => {
    const { world } = await stage(1);
    const cloud = world.aws;
    const invoke = cloud.invoke.bind(cloud);
    jest.spyOn(cloud, 'invoke').mockImplementation(async (name, payload) => {
      const outcome = await invoke(name, payload);
      if (JSON.stringify(payload) === JSON.stringify(migrations.apply))
        cloud.fail('function', new Error('gone'));
      return outcome;
    });
    expect(await deploy(ordered, world)).toMatchObject({
      outcome: 'failed',
      answers: [{ Status: 'SUCCESS' }],
      failure: { code: 'CONVOY_PROVIDER_FAILED', step: 'confirm with the provider' },
    });
  });

  it('is refused where the database does not say what is applied', async () => {
    const { world } = await stage(1);
    world.aws.putHandler('schema-init', () => ({ type: 'answered', answer: 'hello' }));
    await expect(deploy(ordered, world)).rejects.toMatchObject({ code: 'CONVOY_SCHEMA_UNREADABLE' });
    expect(world.writes()).toEqual([]);
  });

  it('fails where a migration was edited after it was applied', async () => {
    const edited = [{ path: files[0]!.path, text: 'select 100;' }, ...files.slice(1)];
    const { world } = await stage(3, edited);
    const kept = await deploy(ordered, world);
    expect(kept).toMatchObject({ outcome: 'failed', verdict: 'failed' });
    expect(kept.failure?.message).toContain('V001__step_1.sql was edited since it was applied');
  });
});
