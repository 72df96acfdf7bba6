import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutbox } from '../../src/effects/outbox';
import type { Outbox } from '../../src/effects/ports';
import { FakeOutbox } from '../fakes/fake-outbox';
import { receipt, started } from '../fakes/values';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'convoy-outbox-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const [first, second] = [
  started({ run: 'run-1', startedAt: '2026-03-01T10:00:00.000Z' }),
  receipt({ run: 'run-2', startedAt: '2026-03-01T11:00:00.000Z', finishedAt: '2026-03-01T11:01:00.000Z' }),
];

describe.each<[string, () => Outbox]>([
  ['fake', () => new FakeOutbox()],
  ['real', () => createOutbox({ home, world: 'sandbox' })],
])('outbox (%s)', (_name, make) => {
  it('has nothing until something is kept', async () => {
    expect(await make().pending('dev')).toEqual([]);
  });

  it('keeps each entry once, the oldest first, for its environment alone', async () => {
    const outbox = make();
    await outbox.keep('dev', [second]);
    await outbox.keep('dev', [first, second]);
    expect(await outbox.pending('dev')).toEqual([first, second]);
    expect(await outbox.pending('preprod')).toEqual([]);
  });

  it('forgets what was delivered, and nothing else; to forget it again is fine', async () => {
    const outbox = make();
    await outbox.keep('dev', [first, second]);
    await outbox.forget('dev', [first]);
    await outbox.forget('dev', [first]);
    expect(await outbox.pending('dev')).toEqual([second]);
  });
});

describe('outbox, really', () => {
  const folder = (): string => join(home, 'outbox', 'sandbox', 'dev');

  it('is there for the next command, and not for the other world', async () => {
    await createOutbox({ home, world: 'sandbox' }).keep('dev', [first]);
    expect(await createOutbox({ home, world: 'sandbox' }).pending('dev')).toEqual([first]);
    expect(await createOutbox({ home, world: 'aws' }).pending('dev')).toEqual([]);
  });

  it.each([
    ['is no JSON', '{'],
    ['is of another world', JSON.stringify({ ...first, world: 'aws' })],
    ['lacks a field', JSON.stringify({ ...first, component: undefined })],
  ])('an entry that %s is refused with its path, and stays', async (_what, text) => {
    const outbox = createOutbox({ home, world: 'sandbox' });
    await outbox.keep('dev', [first]);
    const [name = ''] = await readdir(folder());
    await writeFile(join(folder(), name), text);
    await expect(outbox.pending('dev')).rejects.toMatchObject({
      code: 'CONVOY_OUTBOX_CORRUPT',
      message: expect.stringContaining(name) as string,
    });
    expect(await readFile(join(folder(), name), 'utf8')).toBe(text);
  });
});
