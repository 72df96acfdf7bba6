import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJournal } from '../../src/effects/journal';
import type { Journal } from '../../src/effects/ports';
import { FakeJournal } from '../fakes/fake-journal';
import { gitEnvironment } from './git-remote';

interface Setup {
  readonly journal: Journal;
  report(run: string): Promise<unknown>;
}

const temporary: string[] = [];
afterAll(() => Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true }))));

async function workspace(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'convoy-journal-'));
  temporary.push(root);
  return root;
}

async function fake(): Promise<Setup> {
  const journal = new FakeJournal();
  return { journal, report: async (run) => journal.reports.get(run) };
}

async function real(): Promise<Setup> {
  const root = await workspace();
  return {
    journal: createJournal({ home: join(root, '.convoy') }),
    report: async (run): Promise<unknown> => {
      const text = await readFile(join(root, '.convoy', 'runs', `${run}.json`), 'utf8');
      return JSON.parse(text) as unknown;
    },
  };
}

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('journal (%s)', (_name, setup) => {
  let at: Setup;
  beforeEach(async () => {
    at = await setup();
  });

  it('knows nothing of a run without notes', async () => {
    expect([...(await at.journal.notes('run-1'))]).toEqual([]);
  });

  it('answers everything noted in the run, by key, the newest of each', async () => {
    await at.journal.note('run-1', 'deploy-backend', { outcome: 'begun' });
    await at.journal.note('run-1', 'deploy-backend', { outcome: 'deployed' });
    await at.journal.note('run-1', 'a key/with: all “sorts” of %2F.json', [1, null, 'x']);
    await at.journal.note('run-2', 'deploy-backend', 'of another run');
    expect(Object.fromEntries(await at.journal.notes('run-1'))).toEqual({
      'deploy-backend': { outcome: 'deployed' },
      'a key/with: all “sorts” of %2F.json': [1, null, 'x'],
    });
  });

  it('takes notes of several at once', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    await Promise.all(keys.map((key, index) => at.journal.note('run-1', key, index)));
    expect((await at.journal.notes('run-1')).size).toBe(20);
    await Promise.all(keys.map((key) => at.journal.note('run-1', 'same', key)));
    expect(keys).toContain((await at.journal.notes('run-1')).get('same'));
  });

  it('writes the report where everyone looks for it', async () => {
    await at.journal.note('run-1', 'a', 1);
    expect(await at.journal.report('run-1', { outcome: 'failed' })).toBe('.convoy/runs/run-1.json');
    await at.journal.report('run-1', { outcome: 'released' });
    expect(await at.report('run-1')).toEqual({ outcome: 'released' });
    expect((await at.journal.notes('run-1')).size).toBe(1);
  });

  it('does the work of several one after the other, also where one fails, and that of other runs meanwhile', async () => {
    const log: string[] = [];
    const work = (name: string, run = 'run-1') =>
      at.journal.alone(run, async () => {
        log.push(`begin ${name}`);
        await at.journal.notes(run);
        log.push(`end ${name}`);
        if (name === 'bad') throw new TypeError('it went wrong');
        return name;
      });
    const all = await Promise.allSettled([work('one'), work('bad'), work('two')]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log.filter((_, index) => index % 2 === 0).map((line) => line.replace('begin', 'end'))).toEqual(
      log.filter((_, index) => index % 2 === 1),
    );
    const other = await at.journal.alone('run-1', () => work('three', 'run-2'));
    expect(other).toBe('three');
  });
});

describe('journal, really', () => {
  it('ignores what a process that died was about to write', async () => {
    const root = await workspace();
    const journal = createJournal({ home: join(root, '.convoy') });
    await journal.note('run-1', 'a', 1);
    await mkdir(join(root, '.convoy', 'runs', 'run-1'), { recursive: true });
    await writeFile(join(root, '.convoy', 'runs', 'run-1', 'b.json.12345678.tmp'), '{"half":');
    expect([...(await journal.notes('run-1'))]).toEqual([['a', 1]]);
  });

  it('keeps its folder out of git', async () => {
    const root = await workspace();
    execFileSync('git', ['init', '--quiet'], { cwd: root, env: gitEnvironment });
    await createJournal({ home: join(root, '.convoy') }).report('run-1', {});
    const words = ['status', '--porcelain', '--untracked-files=all'];
    expect(execFileSync('git', words, { cwd: root, env: gitEnvironment, encoding: 'utf8' })).toBe('');
  });
});
