import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContextSchema } from '../../src/model/run-context';
import { NO_FLAGS } from '../../src/model/run-flags';
import { worldOf, type RunningWorld } from '../../src/world';
import { failedReceipt } from '../fakes/values';
import { PLANTED } from '../planted';
import { shownOf } from '../shown-of';
import { gitEnvironment } from './git-remote';

// The wiring: that what world.ts hands out to flows masks at all. Every form of every secret is in planted-secrets.spec.ts.
const VALUE = 'planted-by-the-environment-4711';
const texts = [
  `it says ${VALUE}`,
  Buffer.from(`user:${VALUE}`).toString('base64'),
  ...PLANTED.map(({ text }) => text),
];
const values = [VALUE, ...PLANTED.flatMap((each) => each.values)];

let root: string;
let printed: string;
let world: RunningWorld;
const before = { ...process.env };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'convoy-planted-world-'));
  const manifest = {
    environments: { dev: { account: '111122223333', region: 'us-east-1' } },
    repos: { shop: { url: 'git@example.test:team/shop.git', components: { shop: { deploy: ['true'] } } } },
  };
  await writeFile(join(root, 'repos.json'), JSON.stringify(manifest));
  execFileSync('git', ['init', '--quiet'], { cwd: root, env: gitEnvironment });
  process.env['SHOP_API_TOKEN'] = VALUE;
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += chunk.toString();
    return true;
  });
  const run = { run: 'run-1', environment: 'dev', world: 'aws', startedAt: '2026-03-01T10:00:00.000Z' };
  world = await worldOf(root, 'dev', runContextSchema.parse({ ...run, flags: NO_FLAGS }));
});
afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...before };
  await rm(root, { recursive: true, force: true });
});

function expectNothing(text: string): void {
  const shown = shownOf(text);
  expect(values.filter((value) => shown.includes(value))).toEqual([]);
}

describe('what the world hands out to flows shows no secret', () => {
  it('in lines for a person', () => {
    for (const text of texts) world.output.line(text);
    expect(printed.split('\n').length).toBeGreaterThan(texts.length);
    expectNothing(printed);
  });

  it('in the journal', async () => {
    await world.journal.note('run-1', 'a', texts);
    const path = await world.journal.report('run-1', { texts });
    expect((await world.journal.notes('run-1')).size).toBe(1);
    const written = execFileSync('cat', [join(root, path), join(root, '.convoy', 'runs', 'run-1', 'a.json')]);
    expectNothing(written.toString());
  });

  it('in the ledger, and in what waits to be delivered', async () => {
    const text = texts.join('\n');
    const failure = { code: 'CONVOY_STEP_FAILED', step: text, message: text, remedy: text };
    const receipt = failedReceipt({ world: 'aws', who: text, summary: text, failure });
    await world.outbox.keep('dev', [receipt]);
    const token = await world.lease.take('dev', 'deploy');
    await world.ledger.append('dev', await world.outbox.pending('dev'), token);
    const read = (...words: string[]): string =>
      execFileSync('git', words, { cwd: root, env: gitEnvironment, encoding: 'utf8' });
    const log = read('log', '--patch', '--format=%an %B', 'deployments/dev');
    expect(log).toContain('CONVOY_STEP_FAILED');
    expectNothing(log);
    expectNothing(execFileSync('sh', ['-c', 'cat .convoy/outbox/*/*/*'], { cwd: root, encoding: 'utf8' }));
  });

  it('in errors that are thrown to Nx, and in documents', () => {
    const error = world.maskedError(new TypeError(texts.join('\n'))) as Error;
    expectNothing(`${error.message}${error.stack ?? ''}`);
    expectNothing(JSON.stringify(world.maskedDocument({ texts })));
  });

  it('in what commands print', async () => {
    const outcome = await world.shell.run({
      command: { argv: ['sh', '-c', 'printf "%s\\n" "$SHOP_API_TOKEN"'], in: '.', timeoutSeconds: 20 },
      folder: root,
      environment: { PATH: process.env['PATH'] ?? '', SHOP_API_TOKEN: VALUE },
      onLine: (line) => world.output.line(line),
    });
    expect(outcome).toEqual({ type: 'exited', code: 0, tail: '***' });
    expectNothing(printed);
  });
});
