import { mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createArtefacts, type ArtefactsOptions } from '../../src/effects/artefacts';
import { holdLock } from '../../src/effects/hold-lock';
import type { Artefacts } from '../../src/effects/ports';
import { FakeArtefacts } from '../fakes/fake-artefacts';
import { FakeDisk } from '../fakes/fake-disk';
import { commit } from '../fakes/values';
import { inProcesses } from './in-processes';

interface Setup {
  readonly artefacts: Artefacts;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string | null>;
  remove(folder: string): Promise<void>;
}

const temporary: string[] = [];
afterAll(() => Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true }))));

async function fake(): Promise<Setup> {
  const disk = new FakeDisk();
  return {
    artefacts: new FakeArtefacts(disk),
    write: async (path, text) => disk.write(path, text),
    read: async (path) => disk.read(path),
    remove: async (folder) => disk.remove(folder),
  };
}

interface RealSetup extends Setup {
  readonly root: string;
  readonly options: ArtefactsOptions;
}

async function real(): Promise<RealSetup> {
  const root = await mkdtemp(join(tmpdir(), 'convoy-artefacts-'));
  temporary.push(root);
  const options = { home: join(root, '.convoy'), slotFolder: join(root, 'slots') };
  return {
    root,
    options,
    artefacts: createArtefacts(options),
    write: async (path, text) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    },
    read: (path) => readFile(path, 'utf8').catch(() => null),
    remove: (folder) => rm(folder, { recursive: true }),
  };
}

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('artefacts (%s)', (_name, setup) => {
  let at: Setup;
  let here: string;
  let there: string;
  beforeEach(async () => {
    at = await setup();
    here = at.artefacts.folder('backend', commit('a'));
    there = at.artefacts.folder('frontend', commit('b'));
  });

  it('has a folder for each component and commit', () => {
    expect(here).not.toBe(there);
    expect(here).not.toBe(at.artefacts.folder('backend', commit('b')));
    expect(here.startsWith('/')).toBe(true);
  });

  it('knows what is prepared once it is marked, and not without its worktree', async () => {
    const key = (): Promise<string | null> => at.artefacts.preparedKey('backend', commit('a'));
    await at.write(`${here}/a.txt`, 'a');
    expect(await key()).toBeNull();
    await at.artefacts.markPrepared('backend', commit('a'), 'key-1');
    expect(await key()).toBe('key-1');
    await at.artefacts.markPrepared('backend', commit('a'), 'key-2');
    expect(await key()).toBe('key-2');
    expect(await at.artefacts.preparedKey('backend', commit('b'))).toBeNull();
    await at.remove(here);
    expect(await key()).toBeNull();
  });

  it('brings kept folders back, whole, in place of what is there', async () => {
    await at.write(`${here}/node_modules/x/index.js`, 'x');
    await at.write(`${here}/web/node_modules/y/index.js`, 'y');
    await at.artefacts.keep('key', here, ['node_modules', 'web/node_modules']);
    await at.write(`${there}/node_modules/old.js`, 'old');
    await at.write(`${there}/web/own.js`, 'own');
    expect(await at.artefacts.restore('key', there, ['node_modules', 'web/node_modules'])).toBe(true);
    const paths = [
      'node_modules/x/index.js',
      'web/node_modules/y/index.js',
      'node_modules/old.js',
      'web/own.js',
    ];
    expect(await Promise.all(paths.map((path) => at.read(`${there}/${path}`)))).toEqual([
      'x',
      'y',
      null,
      'own',
    ]);
  });

  it('brings nothing back where nothing was kept, and touches nothing', async () => {
    await at.write(`${here}/node_modules/x.js`, 'x');
    expect(await at.artefacts.restore('key', here, ['node_modules'])).toBe(false);
    expect(await at.read(`${here}/node_modules/x.js`)).toBe('x');
  });

  it('keeps that a command made no folder', async () => {
    await at.write(`${here}/package.json`, '{}');
    await at.artefacts.keep('key', here, ['node_modules']);
    await at.write(`${there}/node_modules/old.js`, 'old');
    expect(await at.artefacts.restore('key', there, ['node_modules'])).toBe(true);
    expect(await at.read(`${there}/node_modules/old.js`)).toBeNull();
  });

  it('leaves what is kept under a key as it is', async () => {
    await at.write(`${here}/made/x`, 'first');
    await at.artefacts.keep('key', here, ['made']);
    await at.write(`${there}/made/x`, 'second');
    await at.artefacts.keep('key', there, ['made']);
    await at.artefacts.restore('key', there, ['made']);
    expect(await at.read(`${there}/made/x`)).toBe('first');
  });

  it('digests path and content, in any order, and counts a file that is not there', async () => {
    const of = (...files: string[]): Promise<string> => at.artefacts.digest(here, files);
    await at.write(`${here}/a`, '1');
    await at.write(`${here}/b`, '2');
    const before = await of('a', 'b');
    expect(await of('b', 'a')).toBe(before);
    expect(await of('a')).not.toBe(before);
    expect(await of('a', 'b', 'c')).not.toBe(before);
    await at.write(`${here}/b`, '3');
    expect(await of('a', 'b')).not.toBe(before);
    await at.write(`${here}/a`, '');
    expect(await of('a')).not.toBe(await of('none'));
  });

  it('lets one work alone for a key, others for theirs, and two in the slots', async () => {
    const most = async (run: (work: () => Promise<void>) => Promise<void>): Promise<number> => {
      let [now, peak] = [0, 0];
      const work = async (): Promise<void> => {
        peak = Math.max(peak, ++now);
        // Long enough for another to come in, which the first two of a slot need not wait out.
        for (const end = performance.now() + 400; peak < 2 && performance.now() < end;)
          await new Promise((resolve) => setTimeout(resolve, 10));
        now -= 1;
      };
      await Promise.all([1, 2, 3, 4].map(() => run(work)));
      return peak;
    };
    expect(await most((work) => at.artefacts.alone('key', work))).toBe(1);
    expect(await most((work) => at.artefacts.slot(work))).toBe(2);
    const inner = await at.artefacts.alone('outer', () => at.artefacts.alone('inner', async () => 'both'));
    expect(inner).toBe('both');
  });

  it('passes on what the work answers or throws, and frees the key', async () => {
    const failing = at.artefacts.alone('key', () => Promise.reject(new TypeError('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await at.artefacts.alone('key', async () => 7)).toBe(7);
  });
});

describe('artefacts, really', () => {
  let at: RealSetup;
  let here: string;
  let there: string;
  beforeEach(async () => {
    at = await real();
    here = at.artefacts.folder('backend', commit('a'));
    there = at.artefacts.folder('frontend', commit('b'));
  });

  it('shares files instead of copying them, with their modes, and makes links anew', async () => {
    await at.write(join(here, 'made', 'bin', 'tool.js'), '#!/usr/bin/env node\n');
    await writeFile(join(here, 'made', 'run'), '#!/bin/sh\n', { mode: 0o755 });
    await symlink('bin/tool.js', join(here, 'made', 'link'));
    await symlink('/nowhere', join(here, 'made', 'lost'));
    await at.artefacts.keep('key', here, ['made']);
    await at.artefacts.restore('key', there, ['made']);
    const [from, to] = await Promise.all([here, there].map((folder) => stat(join(folder, 'made', 'run'))));
    expect(to?.ino).toBe(from?.ino);
    expect(to?.mode).toBe(from?.mode);
    expect(await readlink(join(there, 'made', 'link'))).toBe('bin/tool.js');
    expect(await readlink(join(there, 'made', 'lost'))).toBe('/nowhere');
  });

  it('outlives the worktree that it was kept from, and is not harmed by a file that is replaced', async () => {
    await at.write(join(here, 'made', 'x'), 'x');
    await at.artefacts.keep('key', here, ['made']);
    await rm(join(here, 'made', 'x'));
    await writeFile(join(here, 'made', 'x'), 'replaced');
    await rm(here, { recursive: true });
    await at.artefacts.restore('key', there, ['made']);
    expect(await at.read(join(there, 'made', 'x'))).toBe('x');
  });

  it('takes nothing half made for kept, and clears it away', async () => {
    const half = join(at.options.home, 'kept', 'key.deadbeef.tmp');
    await at.write(join(half, 'made', 'x'), 'half');
    expect(await at.artefacts.restore('key', there, ['made'])).toBe(false);
    await at.write(join(here, 'made', 'x'), 'x');
    await at.artefacts.keep('key', here, ['made']);
    expect(await at.read(join(half, 'made', 'x'))).toBeNull();
  });

  it.each([
    ['alone', 1],
    ['slot', 2],
  ])(
    'holds among processes too: %s, %i at a time',
    async (port, most) => {
      const log = join(at.root, 'log');
      await inProcesses(['a', 'b', 'c', 'd'].map((name) => ({ port, options: at.options, log, name })));
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      let [now, peak] = [0, 0];
      for (const line of lines) {
        now += line.startsWith('begin') ? 1 : -1;
        peak = Math.max(peak, now);
      }
      expect(lines).toHaveLength(8);
      expect(peak).toBeLessThanOrEqual(most);
    },
    60_000,
  );

  it('takes over the lock of a process that died', async () => {
    const lock = join(at.options.home, 'locks', 'key.lock');
    await mkdir(lock, { recursive: true });
    const longAgo = new Date('2026-01-01T00:00:00Z');
    await utimes(lock, longAgo, longAgo);
    expect(await at.artefacts.alone('key', async () => 'mine')).toBe('mine');
  });

  it('waits for a lock no longer than it was told to', async () => {
    const path = join(at.root, 'lock');
    await holdLock(path, async () => {
      const waiting = holdLock(path, async () => 'never', { longestMilliseconds: 100 });
      await expect(waiting).rejects.toMatchObject({ code: 'CONVOY_MACHINE_BUSY' });
      const courtesy = { longestMilliseconds: 100, isCourtesy: true };
      expect(await holdLock(path, async () => 'all the same', courtesy)).toBe('all the same');
    });
  });
});
