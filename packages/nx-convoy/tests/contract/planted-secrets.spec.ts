import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createClock } from '../../src/effects/clock';
import { createLedgerAndLocks } from '../../src/effects/git/ledger-and-locks';
import { createJournal } from '../../src/effects/journal';
import type { Journal, Ledger, Locks, Output } from '../../src/effects/ports';
import { maskError } from '../../src/effects/shell/mask-error';
import { maskedJournal, maskedLedger, maskedLocks, maskedOutput } from '../../src/effects/shell/masked-ports';
import { createGuardedShell } from '../../src/effects/shell/shell';
import { createTerminalOutput } from '../../src/effects/terminal-output';
import { presented } from '../../src/hooks/presented';
import type { CoordinationError } from '../../src/model/coordination-error';
import { remoteUnreachable } from '../../src/model/errors';
import type { LedgerEntry } from '../../src/model/receipt';
import { commit, failedReceipt, started } from '../fakes/values';
import { ORDINARY, PLANTED, type Planted } from '../planted';
import { shownOf } from '../shown-of';
import { commandLinesBelow } from './descendants';
import { gitEnvironment, GitRemote } from './git-remote';

// Secrets that the run knows, because the manifest refers to them; all others it has to recognise.
const KNOWN = ['correct-horse-battery', 'pä/ss & "wörd" +%', 'line one of two\nline two of two'];
const ALL: readonly Planted[] = [
  ...PLANTED,
  ...KNOWN.map((value) => ({
    kind: `known value ${value.slice(0, 7)}`,
    values: value.split('\n'),
    text: `it says ${value}, really`,
  })),
];

let root: string;
let printed: string;
let remote: GitRemote;
let output: Output;
let journal: Journal;
let ledger: Ledger;
let locks: Locks;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'convoy-planted-'));
  remote = new GitRemote(join(root, 'ledger.git'));
  printed = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      printed += chunk.toString();
      done();
    },
  });
  const home = join(root, '.convoy');
  const secrets = (): readonly string[] => KNOWN;
  output = maskedOutput(createTerminalOutput(stream), secrets);
  journal = maskedJournal(createJournal({ home }), secrets);
  const kept = createLedgerAndLocks({
    world: 'sandbox',
    home,
    remote: remote.folder,
    run: 'run-0',
    environment: gitEnvironment,
    clock: createClock(),
  });
  ledger = maskedLedger(kept.ledger, secrets);
  locks = maskedLocks(kept.locks, secrets);
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The lock's token, taken by somebody. */
async function taken(who: string): Promise<string> {
  const claim = {
    run: 'run-0',
    host: 'somewhere',
    since: '2026-03-02T12:00:00.000Z',
    machine: null,
    processes: [],
  };
  const attempt = await locks.attempt('dev', { ...claim, who, verb: 'deploy' });
  if (attempt.type !== 'taken') throw new TypeError('the lock is held');
  return attempt.token;
}

/** Everything that was written: lines, files, and whatever git holds, message by message and object by object. */
async function written(): Promise<string> {
  const repositories = [remote.folder, join(root, '.convoy', 'ledger-sandbox.git')];
  const objects = repositories.map((cwd) =>
    execFileSync('git', ['cat-file', '--batch-all-objects', '--batch'], {
      cwd,
      env: gitEnvironment,
      encoding: 'utf8',
      maxBuffer: 1e9,
    }),
  );
  return [printed, ...(await filesBelow(root)), ...objects].join('\n');
}

/** Kinds of which something can be read out of the text. */
function leaks(text: string): string[] {
  const shown = shownOf(text);
  return ALL.filter(({ values }) => values.some((value) => shown.includes(value))).map(({ kind }) => kind);
}

describe('a planted secret is seen nowhere:', () => {
  // What the greps below look for can be found: nothing here is masked.
  it('(the search finds each of them where nothing is masked)', () => {
    const printing = (write: (text: string) => string): string =>
      ALL.map(({ text }) => write(text)).join('\n');
    const everything = ALL.map(({ kind }) => kind);
    expect(leaks(printing((text) => text))).toEqual(everything);
    expect(leaks(printing((text) => Buffer.from(text).toString('base64')))).toEqual(everything);
    expect(leaks(printing(encodeURIComponent))).toEqual(everything);
  });

  it('in lines for a person, whole or one by one', () => {
    for (const { text } of ALL) output.line(text);
    for (const { text } of ALL) for (const line of text.split('\n')) output.line(line);
    expect(printed.split('\n').length).toBeGreaterThan(2 * ALL.length);
    expect(leaks(printed)).toEqual([]);
  });

  it('in notes and the report of a run', async () => {
    for (const [index, { text }] of ALL.entries())
      await journal.note('run-1', `note-${index}`, { evidence: text, deep: [{ text }] });
    await journal.report(
      'run-1',
      ALL.map(({ text }) => ({ outcome: 'failed', failure: { message: text } })),
    );
    expect((await journal.notes('run-1')).size).toBe(ALL.length);
    expect(leaks((await filesBelow(root)).join('\n'))).toEqual([]);
  });

  it('in entries, state and commits of the ledger', async () => {
    const entries = ALL.map(({ text }, index): LedgerEntry[] => {
      const run = `run-${index}`;
      const failure = { code: 'CONVOY_STEP_FAILED', step: text, message: text, remedy: text };
      const more = { answers: [{ Reason: text }], outputs: { url: text }, failure };
      const whole = failedReceipt({ run, who: text, summary: text, ...more });
      return [started({ run, who: text, steps: [text] }), whole];
    });
    const token = await taken(ALL.map(({ text }) => text).join(' '));
    // Few at a time: a commit's author is who ran the first of them.
    for (let at = 0; at < entries.length; at += 4)
      await ledger.append('dev', entries.slice(at, at + 4).flat(), token);
    const messages = remote.git(['log', '--format=%an %B', 'deployments/dev']);
    expect(messages.match(/^Run: /gm)).toHaveLength(ALL.length);
    expect(
      remote.git(['ls-tree', '-r', '--name-only', 'deployments/dev']).split('\n').length,
    ).toBeGreaterThan(2 * ALL.length);
    expect(leaks(messages)).toEqual([]);
    expect(leaks(await written())).toEqual([]);
  }, 120_000);

  it('in refusals, as a task prints them and as a hook throws them to Nx', () => {
    const shown = ALL.flatMap(({ text }) => {
      const refusal = remoteUnreachable('shop', text, new TypeError(text));
      const masked = maskError(refusal, KNOWN) as CoordinationError;
      expect(masked.code).toBe('CONVOY_REMOTE_UNREACHABLE');
      const thrown = presented(masked) as CoordinationError;
      const { message, remedy } = refusal;
      for (const line of [message, remedy]) output.line(line);
      const texts = [masked, thrown].flatMap((each) => [
        each.message,
        each.remedy,
        each.stack,
        String(each.cause),
      ]);
      return [...texts, (masked.cause as Error).stack, JSON.stringify(masked)];
    });
    expect(leaks(shown.join('\n'))).toEqual([]);
    expect(leaks(printed)).toEqual([]);
  });

  describe('in what a command prints,', () => {
    const shell = createGuardedShell({ secrets: () => KNOWN });
    // Texts and what is done with them come by the environment: a command line is no place for secrets.
    const script = `
      const texts = JSON.parse(process.env.TEXTS);
      const encode = {
        plain: (text) => text,
        base64: (text) => Buffer.from(text).toString('base64'),
        'inside longer base64': (text) => Buffer.from('x: ' + text + ' :x').toString('base64'),
        'URL-encoded': encodeURIComponent,
        'split over two writes': (text) => text,
      }[process.env.FORM];
      const write = (text) => new Promise((done) => process.stdout.write(text, () => setTimeout(done, 5)));
      (async () => {
        for (const text of texts) {
          const line = encode(text) + '\\n';
          const cut = process.env.FORM.startsWith('split') ? line.length / 2 : line.length;
          for (const part of [line.slice(0, cut), line.slice(cut)]) if (part !== '') await write(part);
        }
      })();`;

    async function print(texts: readonly string[], form: string): Promise<string[]> {
      const lines: string[] = [];
      const outcome = await shell.run({
        command: { argv: [process.execPath, '-e', script], in: '.', timeoutSeconds: 60 },
        folder: root,
        environment: { PATH: process.env['PATH'] ?? '', TEXTS: JSON.stringify(texts), FORM: form },
        onLine: (line) => lines.push(line),
      });
      expect(outcome).toMatchObject({ type: 'exited', code: 0 });
      return [...lines, ...('tail' in outcome ? outcome.tail.split('\n') : [])];
    }

    it.each(['plain', 'base64', 'inside longer base64', 'URL-encoded', 'split over two writes'])(
      '%s',
      async (form) => {
        const lines = await print(
          ALL.map(({ text }) => text),
          form,
        );
        expect(lines.length).toBeGreaterThan(ALL.length);
        expect(leaks(lines.join('\n'))).toEqual([]);
      },
    );

    it('and what is none is left as it is', async () => {
      const lines = await print(ORDINARY, 'plain');
      expect(lines.slice(0, ORDINARY.length)).toEqual(ORDINARY);
    });

    it('nor in the process list while it runs, where the guard and the command stand', async () => {
      const secret = 'pl4nted-in-the-environment';
      let seen: string[] = [];
      const stopped = createGuardedShell({ secrets: () => [] });
      await stopped.run({
        command: {
          argv: [process.execPath, '-e', 'console.log("begun"); setInterval(() => undefined, 1000)'],
          in: '.',
          timeoutSeconds: 60,
        },
        folder: root,
        environment: { PATH: process.env['PATH'] ?? '', API_TOKEN: secret },
        onLine: () => {
          seen = commandLinesBelow();
          stopped.interrupt();
        },
      });
      expect(seen.filter((line) => line.includes('guard.mjs'))).toHaveLength(1);
      expect(seen.filter((line) => line.includes('setInterval') && !line.includes('guard.mjs'))).toHaveLength(
        1,
      );
      expect(shownOf(seen.join('\n'))).not.toContain(secret);
    });
  });
});

describe('what is no secret is kept as it is', () => {
  it('in lines, notes, entries and refusals', async () => {
    for (const line of ORDINARY) output.line(line);
    expect(printed).toBe(`${ORDINARY.join('\n')}\n`);

    await journal.note('run-1', 'a', [...ORDINARY]);
    expect((await journal.notes('run-1')).get('a')).toEqual(ORDINARY);

    const entry = failedReceipt({ token: commit('7'), answers: [...ORDINARY], summary: ORDINARY.join('\n') });
    const state = await ledger.append('dev', [entry], await taken('somebody'));
    expect(state.components['backend']?.last).toEqual(entry);

    for (const line of ORDINARY) expect((maskError(new TypeError(line), KNOWN) as Error).message).toBe(line);
  });
});

async function filesBelow(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
}
