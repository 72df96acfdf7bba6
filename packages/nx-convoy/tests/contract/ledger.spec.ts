import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile, chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { entryPath } from '../../src/model/entry-path';
import type { LedgerEntry, Release, WorldName } from '../../src/model/receipt';
import { commit, failedReceipt, liveState, receipt, started, tree } from '../fakes/values';
import { countingGit } from './counting-git';
import { gitEnvironment } from './git-remote';
import { inProcesses } from './in-processes';
import {
  bothSetups,
  realSetup,
  removeSetups,
  type RealSetup,
  type RunningProcess,
  type Setup,
} from './ledger-setup';

afterAll(removeSetups);

const empty = {
  version: 1,
  world: 'sandbox',
  environment: 'dev',
  components: {},
  releases: [],
  published: [],
  hold: null,
  rollback: null,
};

describe.each(bothSetups)('ledger (%s)', (_name, setup) => {
  let at: Setup;
  let run: RunningProcess;
  beforeEach(async () => {
    at = await setup();
    run = at.process();
  });
  const elsewhere = (): RunningProcess => at.process({ run: 'reader', checkout: 'other' });

  it('has no components in an environment that was never deployed', async () => {
    expect(await run.ledger.read('dev')).toEqual(empty);
    expect(await run.ledger.head('dev')).toBeNull();
    expect(await run.append([])).toEqual(empty);
    expect(at.messages('dev')).toEqual([]);
  });

  it('keeps what began until its receipt ends it, for everyone to read', async () => {
    const [began, ended] = [started({ run: 'run-1' }), receipt({ run: 'run-1' })];
    const during = await run.append([began]);
    expect(during.components).toEqual({
      backend: { started: began, last: null, verified: null, passed: [] },
    });
    expect(await elsewhere().ledger.refresh('dev')).toEqual(during);
    const after = await run.append([ended]);
    expect(after.components['backend']).toMatchObject({ started: null, last: ended, verified: ended });
    expect(await run.ledger.read('dev')).toEqual(after);
    expect(await elsewhere().ledger.refresh('dev')).toEqual(after);
  });

  it('keeps environments and components apart', async () => {
    const other = receipt({ component: 'frontend' });
    await run.append([receipt(), other]);
    await run.append([receipt({ environment: 'preprod', commit: commit('c') })], 'preprod');
    expect(Object.keys((await run.ledger.read('dev')).components)).toEqual(['backend', 'frontend']);
    expect((await run.ledger.read('preprod')).components['backend']?.last?.commit).toBe(commit('c'));
  });

  it('adds nothing twice', async () => {
    const entries = [started({ run: 'run-1' }), receipt()];
    const once = await run.append(entries);
    expect(await run.append(entries)).toEqual(once);
    expect(await at.process().append([started({ run: 'run-1' })])).toEqual(once);
    expect(at.messages('dev')).toHaveLength(1);
    const more = await run.append([...entries, failedReceipt(), failedReceipt()]);
    expect(more.components['backend']?.last?.run).toBe('run-2');
    expect(at.messages('dev')).toHaveLength(2);
  });

  it('lists the receipts of what ended since a time, of all components, oldest first', async () => {
    const at = (day: string, change = {}) =>
      receipt({
        run: `run-${day}`,
        startedAt: `2026-03-${day}T10:00:00.000Z`,
        finishedAt: `2026-03-${day}T10:01:00.000Z`,
        ...change,
      });
    const [old, over, back, checked] = [
      at('01'),
      at('09', { finishedAt: '2026-03-10T10:01:00.000Z' }),
      at('11', { component: 'frontend', verb: 'rollback', outcome: 'rolled-back' }),
      at('12', { verb: 'verify', outcome: 'unchanged' }),
    ];
    await run.append([checked, started({ startedAt: '2026-03-12T11:00:00.000Z' }), old]);
    await run.append([back, over]);
    expect(await run.ledger.receipts('dev', '2026-03-10T10:01:00.000Z')).toEqual([over, back, checked]);
    expect(await run.ledger.receipts('dev', '2000-01-01T00:00:00.000Z')).toHaveLength(4);
    expect(await run.ledger.receipts('preprod', '2000-01-01T00:00:00.000Z')).toEqual([]);
    const reader = elsewhere();
    expect(await reader.ledger.receipts('dev', '2026-03-12T00:00:00.000Z')).toEqual([checked]);
  });

  it('believes no receipt of another world', async () => {
    await run.append([receipt()]);
    const path = entryPath(receipt());
    at.spoil('dev', path, JSON.stringify({ ...receipt(), world: 'aws' }));
    await expect(elsewhere().ledger.receipts('dev', '2000-01-01T00:00:00.000Z')).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_CORRUPT',
      message: expect.stringContaining('world aws'),
    });
  });

  it('takes an entry that was delivered again, marked late, for the one that got there after all', async () => {
    const once = await run.append([receipt()]);
    expect(await run.append([receipt({ late: true })])).toEqual(once);
    expect(at.messages('dev')).toHaveLength(1);
  });

  describe('within a run', () => {
    it('answers what a process of the run wrote without asking the remote', async () => {
      await run.append([receipt()]);
      const sibling = at.process();
      await at.away(true);
      expect((await sibling.ledger.read('dev')).components['backend']?.last?.run).toBe('run-1');
      expect(await sibling.ledger.head('dev')).toBe(await run.ledger.head('dev'));
      await at.away(false);
    });

    it('sees what others wrote only when it is refreshed', async () => {
      const reader = elsewhere();
      expect(await reader.ledger.read('dev')).toEqual(empty);
      await run.append([receipt()]);
      expect(await reader.ledger.read('dev')).toEqual(empty);
      expect(await reader.ledger.head('dev')).toBeNull();
      const newest = await reader.ledger.refresh('dev');
      expect(Object.keys(newest.components)).toEqual(['backend']);
      expect(await reader.ledger.read('dev')).toEqual(newest);
      expect(await reader.ledger.head('dev')).toBe(await run.ledger.head('dev'));
    });
  });

  it('loses nothing when processes of one run write at once, in this checkout and another', async () => {
    const token = await run.take();
    const writers = [run, at.process(), at.process({ checkout: 'other' })];
    const entries = ['p', 'q', 'r', 's', 't', 'u'].map((component) => receipt({ component }));
    await Promise.all(
      entries.map((entry, index) => writers[index % 3]!.ledger.append('dev', [entry], token)),
    );
    const { components } = await run.ledger.refresh('dev');
    expect(Object.keys(components).sort()).toEqual(['p', 'q', 'r', 's', 't', 'u']);
  }, 30_000);

  describe('without the lock', () => {
    it('writes nothing under a token that nobody holds', async () => {
      const writing = run.ledger.append('dev', [receipt()], commit('f'));
      await expect(writing).rejects.toMatchObject({
        code: 'CONVOY_LOCK_LOST',
        message: expect.stringContaining('nobody has it now'),
      });
      expect(at.messages('dev')).toEqual([]);
    });

    it('writes nothing once another run took over, and says which', async () => {
      await run.append([started({ run: 'run-1' })]);
      at.gone.add('run-1');
      const other = at.process({ run: 'run-2', checkout: 'other' });
      await other.append([failedReceipt()]);
      const before = at.messages('dev');
      await expect(run.append([receipt()])).rejects.toMatchObject({
        code: 'CONVOY_LOCK_LOST',
        message: expect.stringContaining('(run run-2, deploy)'),
      });
      expect(at.messages('dev')).toEqual(before);
      expect((await run.stamps.read('dev'))?.state).not.toBe('held');
    });

    it('writes nothing after it was unlocked', async () => {
      await run.append([started({ run: 'run-1' })]);
      const other = at.process({ run: 'run-2', checkout: 'other' });
      const holder = await other.locks.look('dev');
      await other.ledger.close('dev', [], holder!.token);
      await expect(run.append([receipt()])).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
      expect(at.messages('dev')).toHaveLength(1);
    });
  });

  describe('close', () => {
    it('writes the last word and frees the lock at once', async () => {
      await run.append([started({ run: 'run-1' })]);
      await run.ledger.close('dev', [receipt()], await run.take());
      const reader = elsewhere();
      expect(await reader.locks.look('dev')).toBeNull();
      expect((await reader.ledger.read('dev')).components['backend']?.last?.run).toBe('run-1');
      expect((await run.ledger.read('dev')).components['backend']?.started).toBeNull();
    });

    it('frees the lock of a run that has nothing to say, or has said it', async () => {
      const token = await run.take();
      await run.ledger.close('dev', [], token);
      expect(await elsewhere().locks.look('dev')).toBeNull();
      expect(at.messages('dev')).toEqual([]);
      const next = at.process({ run: 'run-2' });
      await next.append([receipt()]);
      await next.ledger.close('dev', [receipt()], await next.take());
      expect(await elsewhere().locks.look('dev')).toBeNull();
      expect(at.messages('dev')).toHaveLength(1);
    });

    it("leaves another run's lock alone, and writes nothing", async () => {
      const token = await run.take();
      at.gone.add('run-1');
      const other = at.process({ run: 'run-2', checkout: 'other' });
      const taken = await other.take();
      await run.ledger.close('dev', [receipt()], token);
      expect(await other.locks.look('dev')).toMatchObject({ token: taken });
      expect(at.messages('dev')).toEqual([]);
    });
  });

  it('reads like a deploy log', async () => {
    await run.append([started({ run: 'run-1' })]);
    await run.append([receipt({ from: { commit: commit('a'), tree: tree('a') } })]);
    await run.append([failedReceipt(), receipt({ component: 'frontend', verdict: 'failed' })]);
    expect(at.messages('dev')).toEqual([
      expect.stringMatching(
        /^2 entries: backend, frontend\n\nbackend: deploy failed at bbbbbbb\nfrontend: deployed bbbbbbb \(verified failed\)\n\nRun: run-2\n/,
      ),
      [
        'backend: deployed bbbbbbb (verified passed)',
        '',
        'Run: run-1',
        'Who: somebody@somewhere',
        `From: ${commit('a')}`,
        `To: ${commit('b')}`,
        'World: sandbox',
      ].join('\n'),
      expect.stringMatching(/^backend: started bbbbbbb\n/),
    ]);
  });

  describe('a release', () => {
    it('is kept whole, and listed in the state', async () => {
      const whole = release();
      const { releases } = await run.append([receipt(), whole]);
      expect(releases).toMatchObject([
        { run: 'run-1', components: { backend: { commit: commit('b'), tree: tree('b') } } },
      ]);
      expect(await run.ledger.release('dev', 'run-1')).toEqual(whole);
      expect(await run.ledger.release('dev', 'run-7')).toBeNull();
      expect(await elsewhere().ledger.release('dev', 'run-1')).toEqual(whole);
      expect(at.messages('dev')[0]).toMatch(/^2 entries: backend, release\n/);
    });

    it.each<[string, string | null, string]>([
      ['is no JSON', '{', 'it is not JSON'],
      ['is of a later version', '{"version": 2}', 'its version is 2'],
      ['is missing', null, 'it is missing'],
      ['is of another world', JSON.stringify({ ...release(), world: 'aws' }), 'it belongs to world aws'],
    ])('that %s is refused with its path', async (_what, text, said) => {
      await run.append([release()]);
      const path = 'releases/20260301T100000000Z-run-1.json';
      at.spoil('dev', path, text);
      const reader = elsewhere();
      await expect(reader.ledger.release('dev', 'run-1')).rejects.toMatchObject({
        code: 'CONVOY_LEDGER_CORRUPT',
        message: expect.stringMatching(new RegExp(`deployments/dev:${path}.*${said}`, 's')),
      });
    });
  });

  it.each<[string, string | null, string]>([
    ['is no JSON', '{"version": 1,', 'it is not JSON'],
    ['is of a later version', '{"version": 2}', 'its version is 2'],
    ['lacks a field', '{"version": 1, "world": "sandbox", "environment": "dev"}', 'components'],
    ['is of another environment', stateOf('sandbox', 'prod'), 'it belongs to environment prod'],
    ['is of another world', stateOf('aws', 'dev'), 'it belongs to world aws'],
    ['holds a fact of another world', strangeFact(), 'what it says of backend belongs to aws/dev'],
    ['is missing', null, 'it is missing'],
  ])('refuses a state that %s, and leaves it', async (_what, text, said) => {
    await run.append([receipt()]);
    const token = await run.take();
    at.spoil('dev', 'state.json', text);
    const before = at.messages('dev');
    const refusal = {
      code: 'CONVOY_LEDGER_CORRUPT',
      message: expect.stringMatching(new RegExp(`deployments/dev:state\\.json.*${said}`, 's')),
    };
    await expect(run.ledger.refresh('dev')).rejects.toMatchObject(refusal);
    await expect(run.ledger.append('dev', [failedReceipt()], token)).rejects.toMatchObject(refusal);
    await expect(elsewhere().ledger.read('dev')).rejects.toMatchObject(refusal);
    expect(at.file('dev', 'state.json')).toBe(text);
    expect(at.messages('dev')).toEqual(before);
  });

  it('never overwrites an entry, and writes the others', async () => {
    await run.append([receipt()]);
    const path = 'entries/backend/20260301T100000000Z-run-1-deploy.json';
    expect(JSON.parse(at.file('dev', path) ?? '')).toEqual(receipt());
    at.spoil('dev', path, '{"something":"else"}');
    await run.ledger.refresh('dev');
    const [spoilt, other] = await Promise.allSettled([
      run.append([receipt()]),
      run.append([receipt({ component: 'frontend' })]),
    ]);
    expect(spoilt).toMatchObject({
      reason: { code: 'CONVOY_LEDGER_CORRUPT', message: expect.stringContaining(path) },
    });
    expect(other.status).toBe('fulfilled');
    expect(at.file('dev', path)).toBe('{"something":"else"}');
  });

  it('reads no fact of another world and writes none', async () => {
    await run.append([receipt()]);
    const token = await run.take();
    await expect(
      at.process({ run: 'r', checkout: 'other', world: 'aws' }).ledger.read('dev'),
    ).rejects.toMatchObject({ code: 'CONVOY_LEDGER_CORRUPT' });
    await expect(run.ledger.append('dev', [receipt({ world: 'aws' })], token)).rejects.toThrow(TypeError);
    await expect(run.ledger.append('preprod', [receipt()], token)).rejects.toThrow(TypeError);
    await expect(run.ledger.close('preprod', [receipt()], token)).rejects.toThrow(TypeError);
    expect(at.messages('dev')).toHaveLength(1);
  });

  it('refuses while its remote is away, changes nothing, and goes on when it is back', async () => {
    await run.append([receipt()]);
    await at.away(true);
    const refusal = { code: 'CONVOY_LEDGER_UNREACHABLE' };
    await expect(elsewhere().ledger.read('dev')).rejects.toMatchObject(refusal);
    await expect(run.ledger.refresh('dev')).rejects.toMatchObject(refusal);
    await expect(run.append([failedReceipt()])).rejects.toMatchObject(refusal);
    await expect(run.ledger.close('dev', [], await run.take())).rejects.toMatchObject(refusal);
    expect((await run.ledger.read('dev')).components['backend']?.last?.run).toBe('run-1');
    await at.away(false);
    expect((await run.append([failedReceipt()])).components['backend']?.last?.run).toBe('run-2');
  });
});

function stateOf(world: WorldName, environment: string): string {
  return JSON.stringify({ version: 1, world, environment, components: {} });
}

function strangeFact(): string {
  const backend = { started: null, last: receipt({ world: 'aws' }), verified: null };
  return JSON.stringify({ version: 1, world: 'sandbox', environment: 'dev', components: { backend } });
}

function release(change: Partial<Release> = {}): Release {
  const { commit: id, tree: digest, declaration, contentDigest } = receipt();
  const kept = { outputs: {}, carrier: null, stored: [], source: null };
  return {
    type: 'release',
    version: 1,
    world: 'sandbox',
    environment: 'dev',
    run: 'run-1',
    who: 'somebody@somewhere',
    startedAt: '2026-03-01T10:00:00.000Z',
    token: '',
    finishedAt: '2026-03-01T10:05:00.000Z',
    coordinationCommit: null,
    adopted: false,
    components: {
      backend: { commit: id, tree: digest, declaration, contentDigest, live: liveState(), ...kept },
    },
    ...change,
  };
}

describe('ledger, really', () => {
  let at: RealSetup;
  beforeEach(async () => {
    at = await realSetup();
  });

  it('only ever adds: every commit follows the one before, every entry stays', async () => {
    for (const run of ['run-1', 'run-2', 'run-3']) {
      const process = at.process({ run });
      await process.append([started({ run, startedAt: `2026-03-0${run.at(-1)}T10:00:00.000Z` })]);
      await process.ledger.close('dev', [], await process.take());
    }
    const log = at.remote.git(['log', '--format=%P', '--diff-filter=DMR', '--name-only', 'deployments/dev']);
    expect(log.split('\n').filter((line) => line.includes('entries/'))).toEqual([]);
    const files = at.remote.git(['ls-tree', '-r', '--name-only', 'deployments/dev']).split('\n');
    expect(files).toHaveLength(4);
    expect(at.remote.git(['rev-list', '--count', '--first-parent', 'deployments/dev'])).toBe('3');
  });

  it('names who ran as the author, and needs no name of git', async () => {
    const run = at.process();
    await run.append([receipt({ who: 'ann <b>\n@host' })]);
    await run.append([receipt({ run: 'run-2', who: '<>' })]);
    const log = at.remote.git(['log', '--format=%an, %cn <%ce>', 'deployments/dev']).split('\n');
    expect(log).toEqual([
      'nx-convoy, nx-convoy <nx-convoy@localhost>',
      'ann b@host, nx-convoy <nx-convoy@localhost>',
    ]);
  });

  it('moves the lock with every entry, always as a child of the commit that took it', async () => {
    const run = at.process();
    const token = await run.take();
    const lock = (): string => at.remote.git(['rev-parse', 'refs/convoy/locks/dev']);
    const seen = [lock()];
    for (const component of ['p', 'q']) {
      await run.append([receipt({ component })]);
      seen.push(lock());
      expect(at.remote.git(['log', '-1', '--format=%P', 'refs/convoy/locks/dev'])).toBe(token);
      expect(at.remote.git(['ls-tree', '--name-only', 'refs/convoy/locks/dev'])).toBe('lock.json');
    }
    expect(new Set(seen).size).toBe(3);
  });

  it('groups what comes while a push is under way', async () => {
    const run = at.process();
    await run.take();
    const first = run.append([receipt({ component: 'first' })]);
    await new Promise(setImmediate);
    const others = ['p', 'q', 'r', 's'].map((component) => run.append([receipt({ component })]));
    await Promise.all([first, ...others]);
    expect(at.messages('dev')).toHaveLength(2);
    expect(at.messages('dev')[0]).toMatch(/^4 entries: p, q, r, s\n/);
  });

  it('takes a push whose answer was lost for what it was', async () => {
    const git = await countingGit(join(at.root, 'bin'));
    const run = at.processWith({ environment: git.environment });
    await run.take();
    await run.ledger.refresh('dev');
    const hook = join(at.remote.folder, 'hooks', 'reference-transaction');
    await mkdir(join(at.remote.folder, 'hooks'), { recursive: true });
    // The server dies once, after the refs were moved and before it says so.
    const dieOnce = async (): Promise<void> => {
      await writeFile(hook, `#!/bin/sh\ntest "$1" = committed || exit 0\nrm "$0"\nkill -9 $PPID\n`);
      await chmod(hook, 0o755);
    };
    await dieOnce();
    git.forget();
    const state = await run.append([receipt()]);
    expect(state.components['backend']?.last?.run).toBe('run-1');
    expect(git.ways()).toEqual(['push', 'ls-remote']);
    expect(at.messages('dev')).toHaveLength(1);
    expect((await run.append([failedReceipt()])).components['backend']?.last?.run).toBe('run-2');
    await dieOnce();
    await run.ledger.close('dev', [receipt({ run: 'run-3' })], await run.take());
    expect(await run.locks.look('dev')).toBeNull();
    expect((await run.stamps.read('dev'))?.state).toBe('freed');
    expect(at.messages('dev')).toHaveLength(3);
  });

  describe('the ways to the remote', () => {
    const ways = async (checkout: string) => {
      const git = await countingGit(join(at.root, `bin-${checkout}`));
      return {
        git,
        process: (run = 'run-1') => at.processWith({ run, checkout, environment: git.environment }),
      };
    };

    it('are one for an append, whatever process of the run it comes from', async () => {
      const { git, process } = await ways('a');
      const [first, second] = [process(), process()];
      await first.ledger.read('dev');
      await first.take();
      git.forget();
      await first.append([started({ run: 'run-1' })]);
      expect(git.ways()).toEqual(['push']);
      await second.ledger.append('dev', [receipt()], await first.take());
      await second.ledger.append('dev', [receipt()], await first.take());
      expect(git.ways()).toEqual(['push', 'push']);
      git.forget();
      await first.ledger.close('dev', [], await first.take());
      await first.ledger.read('dev');
      expect(git.ways()).toEqual(['push']);
    });

    it('are two more where the refs were moved from elsewhere', async () => {
      const { git, process } = await ways('a');
      const run = process();
      const token = await run.take();
      await run.append([started({ run: 'run-1' })]);
      await at.process({ checkout: 'b' }).locks.beat('dev', token);
      git.forget();
      await run.append([receipt()]);
      expect(git.ways()).toEqual(['push', 'ls-remote', 'fetch', 'push']);
    });

    it('are one for a run that finds nothing to do, two where others wrote since', async () => {
      const { git, process } = await ways('a');
      await at.process({ checkout: 'b', run: 'writer' }).append([receipt()]);
      await process('run-1').ledger.refresh('dev');
      expect(git.ways()).toEqual(['ls-remote', 'fetch']);
      git.forget();
      const run = process('run-2');
      await run.ledger.refresh('dev');
      await process('run-2').ledger.read('dev');
      await process('run-2').ledger.head('dev');
      expect(git.ways()).toEqual(['ls-remote']);
    });

    it('are shared by a look at the lock and at the ledger', async () => {
      const { git, process } = await ways('a');
      await at.process({ checkout: 'b', run: 'writer' }).append([receipt()]);
      const run = process();
      const [state, holder] = await Promise.all([run.ledger.refresh('dev'), run.locks.look('dev')]);
      expect([Object.keys(state.components), holder?.claim.run]).toEqual([['backend'], 'writer']);
      expect(git.ways().filter((way) => way === 'ls-remote')).toHaveLength(1);
    });

    it('are three for a hook that takes the lock: look, take, look again', async () => {
      const { git, process } = await ways('a');
      const run = process();
      await run.ledger.refresh('dev');
      await run.take();
      await run.ledger.refresh('dev');
      expect(git.ways()).toEqual(['ls-remote', 'push', 'ls-remote']);
    });

    it('take eight calls of git for an append, one for a read', async () => {
      const { git, process } = await ways('a');
      const run = process();
      await run.append([started({ run: 'run-1' })]);
      git.forget();
      await run.append([receipt()]);
      expect(git.calls()).toHaveLength(8);
      git.forget();
      await run.ledger.read('dev');
      expect(git.calls()).toEqual([]);
      await process().ledger.read('dev');
      expect(git.calls()).toEqual(['cat-file']);
    });
  });

  it('loses nothing when processes of one run write from several checkouts at once', async () => {
    const run = at.process({ checkout: 'checkout-0' });
    const token = await run.take();
    const { world, remote, environment } = at.options();
    const jobs = ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({
      port: 'ledger',
      options: {
        world,
        remote,
        environment,
        run: 'run-1',
        home: join(at.root, `checkout-${index % 2}`, '.convoy'),
      },
      environment: 'dev',
      entries: entriesOf(name),
      token,
    }));
    await inProcesses(jobs);
    const { components } = await run.ledger.refresh('dev');
    expect(Object.values(components).map((each) => [each.started, each.last?.run])).toEqual(
      jobs.map(() => [null, 'run-2']),
    );
    expect(Number(at.remote.git(['rev-list', '--count', 'deployments/dev']))).toBe(20);
  }, 60_000);

  it('fetches what others wrote without fetching everything again', async () => {
    const [writer, reader] = [at.process({ checkout: 'writer' }), at.process({ checkout: 'reader' })];
    await writer.append([receipt()]);
    await reader.ledger.read('dev');
    await writer.append([failedReceipt()]);
    await reader.ledger.refresh('dev');
    const clone = join(at.root, 'reader', '.convoy', 'ledger-sandbox.git');
    const seen = execFileSync('git', ['rev-parse', 'refs/seen/dev'], { cwd: clone, encoding: 'utf8' });
    expect(seen.trim()).toBe(at.remote.head('deployments/dev'));
  });

  it('leaves nothing behind of what it put together', async () => {
    await at.process().append([receipt()]);
    expect(await readdir(join(at.root, 'checkout', '.convoy', 'tmp'))).toEqual([]);
  });

  it('knows the commit that the run was judged on from its hook', async () => {
    await at.process({ run: 'writer' }).append([receipt()]);
    const known = at.remote.head('deployments/dev');
    await at.away(true);
    const state = await at.processWith({ run: 'run-5', known }).ledger.read('dev');
    expect(Object.keys(state.components)).toEqual(['backend']);
  });

  it('shows no password of its place', async () => {
    const { ledger } = at.processWith({ remote: 'http://me:s3cret@127.0.0.1:1/ledger.git' });
    expect(ledger.place).toBe('http://***@127.0.0.1:1/ledger.git');
    const refusal = await ledger.read('dev').catch((cause: unknown) => cause);
    expect((refusal as Error).message).toContain('http://***@127.0.0.1:1/ledger.git');
    expect(`${(refusal as Error).message} ${JSON.stringify((refusal as Error).cause)}`).not.toContain(
      's3cret',
    );
  });

  it('does not try again what the remote refuses', async () => {
    const run = at.process();
    await run.take();
    const hook = join(at.remote.folder, 'hooks', 'pre-receive');
    await mkdir(join(at.remote.folder, 'hooks'), { recursive: true });
    await writeFile(hook, `#!/bin/sh\necho x >> ${at.root}/tries\necho "read only" >&2\nexit 1\n`);
    await chmod(hook, 0o755);
    await expect(run.append([receipt()])).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_UNREACHABLE',
      message: expect.stringContaining('read only'),
    });
    expect(await readFile(join(at.root, 'tries'), 'utf8')).toBe('x\n');
  });

  describe('without a remote', () => {
    const local = (run = 'run-1', world: WorldName = 'aws'): RunningProcess =>
      at.processWith({ run, remote: null, world });
    const git = (...words: string[]): string =>
      execFileSync('git', words, {
        cwd: join(at.root, 'checkout'),
        env: gitEnvironment,
        encoding: 'utf8',
      }).trim();

    beforeEach(() => mkdir(join(at.root, 'checkout')));

    it("lives in the workspace's own git directory, and says so", async () => {
      git('init', '--quiet');
      const run = local();
      const token = await run.take();
      await run.append([receipt({ world: 'aws' })]);
      await Promise.all(
        ['p', 'q'].map((component) =>
          local().ledger.append('dev', [receipt({ world: 'aws', component })], token),
        ),
      );
      expect(git('log', '--format=%s', 'deployments/dev').split('\n')).toHaveLength(3);
      expect(git('status', '--porcelain')).toBe('');
      expect(Object.keys((await local().ledger.refresh('dev')).components).sort()).toEqual([
        'backend',
        'p',
        'q',
      ]);
      expect(run.ledger.place).toContain('no remote');
      expect([run.ledger.isShared, at.process().ledger.isShared]).toEqual([false, true]);
      await run.ledger.close('dev', [], token);
      expect(git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/deployments/dev');
    });

    it('writes nothing under a lost lock, and frees only its own', async () => {
      git('init', '--quiet');
      const run = local();
      const token = await run.take();
      at.gone.add('run-1');
      const other = local('run-2');
      await other.append([receipt({ world: 'aws' })]);
      await expect(run.append([failedReceipt({ world: 'aws' })])).rejects.toMatchObject({
        code: 'CONVOY_LOCK_LOST',
      });
      await run.ledger.close('dev', [failedReceipt({ world: 'aws' })], token);
      expect(git('log', '--format=%s', 'deployments/dev').split('\n')).toHaveLength(1);
      expect((await other.locks.look('dev'))?.claim.run).toBe('run-2');
    });

    it('asks nobody else to run anything: no hook of the workspace', async () => {
      git('init', '--quiet');
      const hooks = join(at.root, 'checkout', '.git', 'hooks');
      for (const name of ['pre-push', 'post-commit', 'reference-transaction']) {
        await writeFile(join(hooks, name), `#!/bin/sh\necho ${name} >> ${at.root}/ran\n`);
        await chmod(join(hooks, name), 0o755);
      }
      await local().ledger.read('dev');
      await local().take();
      expect(await readdir(at.root)).not.toContain('ran');
    });

    it('lives in a folder of its own where the workspace is not in git', async () => {
      await local().append([receipt({ world: 'aws' })]);
      expect(Object.keys((await local().ledger.refresh('dev')).components)).toEqual(['backend']);
    });

    it("never writes the sandbox's facts into the workspace's git directory", async () => {
      git('init', '--quiet');
      await local('run-1', 'sandbox').append([receipt()]);
      expect(git('for-each-ref')).toBe('');
      expect((await local().ledger.read('dev')).components).toEqual({});
    });
  });
});

/** Two attempts of a component, the first of which fails. */
function entriesOf(component: string): LedgerEntry[] {
  const first = { component, run: 'run-1', startedAt: '2026-03-01T10:00:00.000Z' };
  const second = { component, run: 'run-2', startedAt: '2026-03-01T11:00:00.000Z' };
  return [
    started(first),
    failedReceipt({ ...first, finishedAt: '2026-03-01T10:30:00.000Z' }),
    started(second),
    receipt({ ...second, finishedAt: '2026-03-01T11:30:00.000Z' }),
  ];
}
