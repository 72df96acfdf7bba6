import { FakeOutput } from '../tests/fakes/fake-output';
import { FakeShell, type FakeProgram } from '../tests/fakes/fake-shell';
import { runContext } from '../tests/fakes/rollback-stage';
import { NO_FLAGS, type RunFlags } from './model/run-flags';
import { nestedRun } from './nested-run';

const root = process.cwd();
async function nested(program: FakeProgram | null, flags: Partial<RunFlags> = {}) {
  const shell = new FakeShell(() => program);
  const output = new FakeOutput();
  const run = runContext({ flags: { ...NO_FLAGS, ...flags } });
  const asked = {
    root,
    run,
    environment: 'prod',
    words: ['run-many', '--targets=rollback'],
    variables: { CONVOY_UNDER: 'run-9' },
  };
  const end = await nestedRun(asked, shell, output);
  return { end, request: shell.requests[0], lines: output.lines };
}

it('runs Nx itself, which knows the order, in one guarded child under the name of the run', async () => {
  const { end, request, lines } = await nested({ lines: ['back'] });
  expect(end).toBe('succeeded');
  expect(request).toMatchObject({ folder: root, environment: { CONVOY_UNDER: 'run-9' } });
  expect(request?.command.argv.slice(1)).toEqual([
    expect.stringMatching(/nx\.js$/),
    'run-many',
    '--targets=rollback',
    '--configuration=prod',
  ]);
  expect(lines).toEqual(['back']);
});

it('passes on what the person confirmed, and their patience', async () => {
  const { request } = await nested({}, { confirm: 'prod', waitForLock: 60 });
  expect(request?.command.argv.slice(-2)).toEqual(['--confirm=prod', '--wait-for-lock=60']);
});

it.each<[string, FakeProgram | null]>([
  ['ends with another code', { code: 1 }],
  ['does not end in time', { hangs: 'to the limit' }],
  ['does not start', null],
])('has failed where it %s', async (_when, program) => {
  expect((await nested(program)).end).toBe('failed');
});

it('is interrupted with the run', async () => {
  const shell = new FakeShell(() => ({}));
  shell.interrupt();
  const asked = {
    root,
    run: runContext(),
    environment: 'dev',
    words: ['run-many', '--targets=rollback'],
    variables: {},
  };
  expect(await nestedRun(asked, shell, new FakeOutput())).toBe('interrupted');
});
