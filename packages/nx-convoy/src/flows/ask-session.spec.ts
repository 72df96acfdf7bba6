import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { resolvedComponent } from '../../tests/fakes/values';
import { askSession } from './ask-session';

const connect = { argv: ['./connect.sh'], in: 'scripts', timeoutSeconds: 60 };
const ordered = order({ component: resolvedComponent({ connect }) });

async function typed(...lines: string[]): Promise<{ world: FakeWorld; answered: number }> {
  const world = new FakeWorld();
  await world.makePrepared();
  world.program = () => ({ lines: ['1\tAda', 'done_run-9', 'end_run-9'] });
  world.questions.lines.push(...lines);
  return { world, answered: await askSession(ordered, world) };
}
const sent = (world: FakeWorld) => world.programs.requests.map(({ input }) => input?.[2]);

describe('a prompt on a database', () => {
  it('asks one statement after the other, each in a transaction that may only read, until it is ended', async () => {
    const { world, answered } = await typed('select id', 'from users;', '', 'select 2;', '\\q', 'select 3;');
    expect(sent(world)).toEqual(['select id from users;', 'select 2;']);
    expect(world.programs.requests.every(({ input }) => input?.[1] === 'begin read only;')).toBe(true);
    expect(answered).toBe(2);
    expect(world.questions.asked).toEqual(['dev=> ', 'dev-> ', 'dev=> ', 'dev=> ', 'dev=> ']);
    expect(world.entries()).toEqual([]);
  });

  it.each(['\\q', 'exit', 'quit;'])('ends with %s', async (word) => {
    const { world, answered } = await typed(word, 'select 2;');
    expect([answered, sent(world)]).toEqual([0, []]);
  });

  it('gives up a statement that is half typed', async () => {
    const { world } = await typed('select 1', '\\q', ';');
    expect(sent(world)).toEqual([]);
  });

  it('sends nothing that would write, says so, and goes on', async () => {
    const { world, answered } = await typed(
      'delete from users;',
      'set default_transaction_read_only = off;',
      'select 2;',
    );
    expect(sent(world)).toEqual(['select 2;']);
    expect(answered).toBe(1);
    expect(world.lines.filter((line) => line.startsWith('✘ CONVOY_SQL_WRITES'))).toHaveLength(2);
  });

  it('goes on after a statement that the database refused', async () => {
    const world = new FakeWorld();
    await world.makePrepared();
    world.program = () => ({ lines: ['no such table', 'end_run-9'] });
    world.questions.lines.push('select 1 from nothing;', 'select 2;');
    expect(await askSession(ordered, world)).toBe(0);
    expect(sent(world)).toHaveLength(2);
    expect(world.lines).toContain('✘ the database refused a statement');
  });
});
