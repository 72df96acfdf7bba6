import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../src/effects/clock';
import { createLedger, type LedgerOptions } from '../../src/effects/git/ledger';
import type { Ledger } from '../../src/effects/ports';
import type { LedgerEntry, WorldName } from '../../src/model/receipt';
import { FakeLedger, FakeLedgerRemote } from '../fakes/fake-ledger';
import { commit, failedReceipt, receipt, started, tree } from '../fakes/values';
import { gitEnvironment, GitRemote } from './git-remote';
import { inProcesses } from './in-processes';

interface Setup {
  /** A ledger on the remote, as another checkout (or none other, by default) has it. */
  ledger(checkout?: string, world?: WorldName): Ledger;
  /** Messages of the branch's commits, newest first. */
  messages(environment: string): string[];
  /** Puts a text in place of a file of the branch; null takes it away. */
  spoil(environment: string, path: string, text: string | null): void;
  file(environment: string, path: string): string | null;
  away(isAway: boolean): Promise<void>;
}

const temporary: string[] = [];
afterAll(() => Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true }))));

async function fake(): Promise<Setup> {
  const remote = new FakeLedgerRemote();
  return {
    ledger: (_checkout, world = 'sandbox') => new FakeLedger(remote, world),
    messages: (environment) => remote.branches.get(environment)?.messages ?? [],
    spoil: (environment, path, text) => {
      const files = remote.branches.get(environment)?.files;
      if (text === null) files?.delete(path);
      else files?.set(path, text);
    },
    file: (environment, path) => remote.branches.get(environment)?.files.get(path) ?? null,
    away: async (isAway) => void (remote.away = isAway),
  };
}

interface RealSetup extends Setup {
  readonly root: string;
  readonly remote: GitRemote;
  options(change?: Partial<LedgerOptions>): LedgerOptions;
}

async function real(): Promise<RealSetup> {
  const root = await mkdtemp(join(tmpdir(), 'convoy-ledger-'));
  temporary.push(root);
  const remote = new GitRemote(join(root, 'ledger.git'));
  const options = (change: Partial<LedgerOptions> = {}): LedgerOptions => ({
    world: 'sandbox',
    home: join(root, 'checkout', '.convoy'),
    remote: remote.folder,
    environment: gitEnvironment,
    clock: createClock(),
    ...change,
  });
  const branch = (environment: string): string => `refs/heads/deployments/${environment}`;
  return {
    root,
    remote,
    options,
    ledger: (checkout = 'checkout', world = 'sandbox') =>
      createLedger(options({ world, home: join(root, checkout, '.convoy') })),
    messages: (environment) =>
      remote.head(`deployments/${environment}`) === null
        ? []
        : remote
            .git(['log', '--format=%B%x00', branch(environment)])
            .split('\0')
            .map((text) => text.trim())
            .slice(0, -1),
    spoil: (environment, path, text) => spoil(remote, branch(environment), path, text),
    file: (environment, path) => {
      try {
        return remote.git(['cat-file', 'blob', `${branch(environment)}:${path}`]);
      } catch {
        return null;
      }
    },
    away: (isAway) =>
      isAway
        ? rename(remote.folder, `${remote.folder}.away`)
        : rename(`${remote.folder}.away`, remote.folder),
  };
}

function spoil(remote: GitRemote, branch: string, path: string, text: string | null): void {
  const env = { GIT_INDEX_FILE: join(remote.folder, 'spoil-index') };
  remote.git(['read-tree', branch], { env });
  const id = text === null ? '0'.repeat(40) : remote.git(['hash-object', '-w', '--stdin'], { input: text });
  const mode = text === null ? '0' : '100644';
  remote.git(['update-index', '--index-info'], { input: `${mode} ${id}\t${path}\n`, env });
  const written = remote.git(['write-tree'], { env });
  remote.ref(branch, remote.git(['commit-tree', written, '-p', branch], { input: 'spoilt' }));
}

describe.each<[string, () => Promise<Setup>]>([
  ['fake', fake],
  ['real', real],
])('ledger (%s)', (_name, setup) => {
  let at: Setup;
  let ledger: Ledger;
  beforeEach(async () => {
    at = await setup();
    ledger = at.ledger();
  });

  it('has no components in an environment that was never deployed', async () => {
    const empty = { version: 1, world: 'sandbox', environment: 'dev', components: {} };
    expect(await ledger.read('dev')).toEqual(empty);
    expect(await ledger.append('dev', [])).toEqual(empty);
    expect(at.messages('dev')).toEqual([]);
  });

  it('keeps what began until its receipt ends it, for everyone to read', async () => {
    const [began, ended] = [started({ run: 'run-1' }), receipt({ run: 'run-1' })];
    const during = await ledger.append('dev', [began]);
    expect(during.components).toEqual({ backend: { started: began, last: null, verified: null } });
    expect(await at.ledger('other').read('dev')).toEqual(during);
    const after = await at.ledger('other').append('dev', [ended]);
    expect(after.components).toEqual({ backend: { started: null, last: ended, verified: ended } });
    expect(await ledger.read('dev')).toEqual(after);
  });

  it('keeps environments and components apart', async () => {
    const other = receipt({ component: 'frontend' });
    await ledger.append('dev', [receipt(), other]);
    await ledger.append('preprod', [receipt({ environment: 'preprod', commit: commit('c') })]);
    expect(Object.keys((await ledger.read('dev')).components)).toEqual(['backend', 'frontend']);
    expect((await ledger.read('preprod')).components['backend']?.last?.commit).toBe(commit('c'));
  });

  it('adds nothing twice', async () => {
    const entries = [started({ run: 'run-1' }), receipt()];
    const once = await ledger.append('dev', entries);
    expect(await ledger.append('dev', entries)).toEqual(once);
    expect(await at.ledger('other').append('dev', [started({ run: 'run-1' })])).toEqual(once);
    expect(at.messages('dev')).toHaveLength(1);
    const more = await at.ledger('other').append('dev', [...entries, failedReceipt()]);
    expect(more.components['backend']?.last?.run).toBe('run-2');
    expect(at.messages('dev')).toHaveLength(2);
  });

  it('loses nothing when several write at once', async () => {
    const ledgers = ['a', 'b', 'c'].map((checkout) => at.ledger(checkout));
    const entries = ['p', 'q', 'r', 's', 't', 'u'].map((component) => receipt({ component }));
    await Promise.all(entries.map((entry, index) => ledgers[index % 3]!.append('dev', [entry])));
    const { components } = await ledger.read('dev');
    expect(Object.keys(components).sort()).toEqual(['p', 'q', 'r', 's', 't', 'u']);
    expect(at.messages('dev')).toHaveLength(6);
  }, 30_000);

  it('reads like a deploy log', async () => {
    await ledger.append('dev', [started({ run: 'run-1' })]);
    await ledger.append('dev', [receipt({ from: { commit: commit('a'), tree: tree('a') } })]);
    await ledger.append('dev', [failedReceipt(), receipt({ component: 'frontend', verdict: 'failed' })]);
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
      expect.stringMatching(/^backend: started bbbbbbb\n\nRun: run-1\n/),
    ]);
  });

  it.each<[string, string | null, string]>([
    ['is no JSON', '{"version": 1,', 'it is not JSON'],
    ['is of a later version', '{"version": 2}', 'its version is 2'],
    ['lacks a field', '{"version": 1, "world": "sandbox", "environment": "dev"}', 'components'],
    ['is of another environment', stateOf('sandbox', 'prod'), 'it belongs to environment prod'],
    ['is of another world', stateOf('aws', 'dev'), 'it belongs to world aws'],
    ['is missing', null, 'it is missing'],
  ])('refuses a state that %s, and leaves it', async (_what, text, said) => {
    await ledger.append('dev', [receipt()]);
    at.spoil('dev', 'state.json', text);
    const before = at.messages('dev');
    const refusal = {
      code: 'CONVOY_LEDGER_CORRUPT',
      message: expect.stringMatching(new RegExp(`deployments/dev:state\\.json.*${said}`, 's')),
    };
    await expect(ledger.read('dev')).rejects.toMatchObject(refusal);
    await expect(ledger.append('dev', [failedReceipt()])).rejects.toMatchObject(refusal);
    await expect(at.ledger('other').read('dev')).rejects.toMatchObject(refusal);
    expect(at.file('dev', 'state.json')).toBe(text);
    expect(at.messages('dev')).toEqual(before);
  });

  it('never overwrites an entry', async () => {
    await ledger.append('dev', [receipt()]);
    const path = 'entries/backend/20260301T100000000Z-run-1-deploy.json';
    expect(JSON.parse(at.file('dev', path) ?? '')).toEqual(receipt());
    at.spoil('dev', path, '{"something":"else"}');
    await expect(ledger.append('dev', [receipt()])).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_CORRUPT',
      message: expect.stringContaining(path),
    });
    expect(at.file('dev', path)).toBe('{"something":"else"}');
  });

  it('reads no fact of another world and writes none', async () => {
    await ledger.append('dev', [receipt()]);
    await expect(at.ledger('other', 'aws').read('dev')).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_CORRUPT',
    });
    await expect(ledger.append('dev', [receipt({ world: 'aws' })])).rejects.toThrow(TypeError);
    await expect(ledger.append('preprod', [receipt()])).rejects.toThrow(TypeError);
    expect(at.messages('dev')).toHaveLength(1);
  });

  it('refuses while its remote is away, and goes on when it is back', async () => {
    await ledger.append('dev', [receipt()]);
    await at.away(true);
    await expect(ledger.read('dev')).rejects.toMatchObject({ code: 'CONVOY_LEDGER_UNREACHABLE' });
    await expect(ledger.append('dev', [failedReceipt()])).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_UNREACHABLE',
    });
    await at.away(false);
    expect((await ledger.append('dev', [failedReceipt()])).components['backend']?.last?.run).toBe('run-2');
  });
});

function stateOf(world: WorldName, environment: string): string {
  return JSON.stringify({ version: 1, world, environment, components: {} });
}

describe('ledger, really', () => {
  let at: RealSetup;
  beforeEach(async () => {
    at = await real();
  });

  it('only ever adds: every commit follows the one before, every entry stays', async () => {
    const ledger = at.ledger();
    for (const run of ['run-1', 'run-2', 'run-3']) {
      await ledger.append('dev', [started({ run, startedAt: `2026-03-0${run.at(-1)}T10:00:00.000Z` })]);
    }
    const log = at.remote.git(['log', '--format=%P', '--diff-filter=DMR', '--name-only', 'deployments/dev']);
    expect(log.split('\n').filter((line) => line.includes('entries/'))).toEqual([]);
    const files = at.remote.git(['ls-tree', '-r', '--name-only', 'deployments/dev']).split('\n');
    expect(files).toHaveLength(4);
    expect(at.remote.git(['rev-list', '--count', '--first-parent', 'deployments/dev'])).toBe('3');
  });

  it('names who ran as the author, and needs no name of git', async () => {
    await at.ledger().append('dev', [receipt({ who: 'ann <b>\n@host' })]);
    await at.ledger().append('dev', [receipt({ run: 'run-2', who: '<>' })]);
    const log = at.remote.git(['log', '--format=%an, %cn <%ce>', 'deployments/dev']).split('\n');
    expect(log).toEqual([
      'nx-convoy, nx-convoy <nx-convoy@localhost>',
      'ann b@host, nx-convoy <nx-convoy@localhost>',
    ]);
  });

  it('takes eight calls of git for an append, two for a read', async () => {
    const calls = join(at.root, 'calls');
    const bin = join(at.root, 'bin');
    await mkdir(bin);
    const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    await writeFile(join(bin, 'git'), `#!/bin/sh\necho "$*" >> ${calls}\nexec ${git} "$@"\n`);
    await chmod(join(bin, 'git'), 0o755);
    const environment = { ...gitEnvironment, PATH: `${bin}:${gitEnvironment['PATH'] ?? ''}` };
    const ledger = createLedger(at.options({ environment }));
    const counted = async (work: () => Promise<unknown>): Promise<number> => {
      await rm(calls, { force: true });
      await work();
      // Ours carry our configuration; git also starts itself.
      const lines = (await readFile(calls, 'utf8')).split('\n');
      return lines.filter((line) => line.startsWith('-c ') && line.includes('push.followTags')).length;
    };
    await ledger.append('dev', [started({ run: 'run-1' })]);
    expect(await counted(() => ledger.append('dev', [receipt()]))).toBe(8);
    expect(await counted(() => ledger.read('dev'))).toBe(1);
    const other = createLedger(at.options({ environment }));
    expect(await counted(() => other.read('dev'))).toBe(2);
    expect(await counted(() => other.append('dev', [receipt()]))).toBe(2);
  });

  it('loses nothing when processes of several checkouts write at once', async () => {
    const { world, remote, environment } = at.options();
    const jobs = ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({
      port: 'ledger',
      options: { world, remote, environment, home: join(at.root, `checkout-${index % 2}`, '.convoy') },
      environment: 'dev',
      entries: entriesOf(name),
    }));
    await inProcesses(jobs);
    const { components } = await at.ledger('reader').read('dev');
    expect(Object.values(components).map(({ started, last }) => [started, last?.run])).toEqual(
      jobs.map(() => [null, 'run-2']),
    );
    expect(at.remote.git(['rev-list', '--count', 'deployments/dev'])).toBe('20');
  }, 60_000);

  it('fetches what others wrote without fetching everything again', async () => {
    const [writer, reader] = [at.ledger('writer'), at.ledger('reader')];
    await writer.append('dev', [receipt()]);
    await reader.read('dev');
    await writer.append('dev', [failedReceipt()]);
    await reader.read('dev');
    const clone = join(at.root, 'reader', '.convoy', 'ledger-sandbox.git');
    const seen = execFileSync('git', ['rev-parse', 'refs/seen/dev'], { cwd: clone, encoding: 'utf8' });
    expect(seen.trim()).toBe(at.remote.head('deployments/dev'));
  });

  it('leaves nothing behind of what it put together', async () => {
    await at.ledger().append('dev', [receipt()]);
    expect(await readdir(join(at.root, 'checkout', '.convoy', 'tmp'))).toEqual([]);
  });

  it('shows no password of its place', async () => {
    const ledger = createLedger(at.options({ remote: 'http://me:s3cret@127.0.0.1:1/ledger.git' }));
    expect(ledger.place).toBe('http://***@127.0.0.1:1/ledger.git');
    const refusal = await ledger.read('dev').catch((cause: unknown) => cause);
    expect((refusal as Error).message).toContain('http://***@127.0.0.1:1/ledger.git');
    expect(`${(refusal as Error).message} ${JSON.stringify((refusal as Error).cause)}`).not.toContain(
      's3cret',
    );
  });

  it('does not try again what the remote refuses', async () => {
    const hook = join(at.remote.folder, 'hooks', 'pre-receive');
    await mkdir(join(at.remote.folder, 'hooks'), { recursive: true });
    await writeFile(hook, `#!/bin/sh\necho x >> ${at.root}/tries\necho "read only" >&2\nexit 1\n`);
    await chmod(hook, 0o755);
    await expect(at.ledger().append('dev', [receipt()])).rejects.toMatchObject({
      code: 'CONVOY_LEDGER_UNREACHABLE',
      message: expect.stringContaining('read only'),
    });
    expect(await readFile(join(at.root, 'tries'), 'utf8')).toBe('x\n');
  });

  describe('without a remote', () => {
    const local = (change: Partial<LedgerOptions> = {}): Ledger =>
      createLedger(at.options({ remote: null, world: 'aws', ...change }));
    const git = (...words: string[]): string =>
      execFileSync('git', words, {
        cwd: join(at.root, 'checkout'),
        env: gitEnvironment,
        encoding: 'utf8',
      }).trim();

    beforeEach(() => mkdir(join(at.root, 'checkout')));

    it("lives in the workspace's own git directory, and says so", async () => {
      git('init', '--quiet');
      await local().append('dev', [receipt({ world: 'aws' })]);
      await Promise.all(
        ['p', 'q'].map((component) => local().append('dev', [receipt({ world: 'aws', component })])),
      );
      expect(git('log', '--format=%s', 'deployments/dev').split('\n')).toHaveLength(3);
      expect(git('status', '--porcelain')).toBe('');
      expect(Object.keys((await local().read('dev')).components).sort()).toEqual(['backend', 'p', 'q']);
      expect(local().place).toContain('no remote');
    });

    it('lives in a folder of its own where the workspace is not in git', async () => {
      await local().append('dev', [receipt({ world: 'aws' })]);
      expect(Object.keys((await local().read('dev')).components)).toEqual(['backend']);
    });

    it("never writes the sandbox's facts into the workspace's git directory", async () => {
      git('init', '--quiet');
      await local({ world: 'sandbox' }).append('dev', [receipt()]);
      expect(git('for-each-ref')).toBe('');
      expect((await local().read('dev')).components).toEqual({});
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
