import type { ExecutorContext } from '@nx/devkit';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../tests/fakes/rollback-stage';
import { running, stagedWorkspace, type StagedWorkspace } from '../../tests/fakes/workspace-stage';
import { plainReport } from '../decide/receipt-report';
import { prepareMissing } from '../model/errors';
import { lockLost } from '../model/lock-errors';
import { underNx, type TaskEnd } from './under-nx';

let world: FakeWorld;
let staged: StagedWorkspace;
jest.mock('../world', () => ({
  announcedRun: () => runContext(),
  runContextOf: () => runContext(),
  worldOf: async () => running(world),
}));
beforeEach(() => {
  world = new FakeWorld();
  staged = stagedWorkspace();
  writeFileSync(join(staged.root, 'repos.json'), JSON.stringify(manifestWith({})));
});
afterEach(() => staged.remove());

async function task(work: () => Promise<TaskEnd>, change: Partial<ExecutorContext> = {}) {
  const context = { root: staged.root, projectName: 'backend', configurationName: 'dev', ...change };
  const end = await underNx('deploy', context as ExecutorContext, work);
  return { end, notes: await noted() };
}
const noted = async () => Object.fromEntries(await world.notes.notes('run-9'));
const failing = (cause: Error) => (): Promise<TaskEnd> => Promise.reject(cause);

it('notes what the work says', async () => {
  const report = plainReport('backend', 'deployed', 'said');
  const note = { type: 'work' as const, target: 'deploy', report };
  expect(await task(async () => ({ success: true, note }))).toEqual({
    end: { success: true },
    notes: { 'deploy-backend': note },
  });
});

it('turns a refusal into lines for a person: nothing was done', async () => {
  const { end, notes } = await task(failing(prepareMissing('backend', 'dev')));
  expect(end).toEqual({ success: false });
  expect(notes).toMatchObject({
    'deploy-backend': { report: { outcome: 'refused', error: { code: 'CONVOY_PREPARE_MISSING' } } },
  });
  expect(world.output.text()).toContain('✘ CONVOY_PREPARE_MISSING');
});

it('does not call it nothing where the lock was lost in the middle', async () => {
  const { notes } = await task(failing(lockLost('dev', null)));
  expect(notes).toMatchObject({
    'deploy-backend': { report: { outcome: 'interrupted', error: { code: 'CONVOY_LOCK_LOST' } } },
  });
});

it('throws a bug on; what was noted before it tells that the task did not end', async () => {
  const bug = new TypeError('a bug');
  await expect(task(failing(bug))).rejects.toBe(bug);
  expect(await noted()).toMatchObject({
    'deploy-backend': { report: { outcome: 'interrupted', summary: 'interrupted during deploy' } },
  });
});

it('lets order pass through a component that does not exist in the environment', async () => {
  const never = failing(new TypeError('never'));
  const { end, notes } = await task(never, { configurationName: 'preprod' });
  expect(end).toEqual({ success: true });
  expect(notes).toMatchObject({ 'deploy-backend': { report: { outcome: 'absent' } } });
});
