import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../../tests/fakes/rollback-stage';
import { receipt } from '../../../tests/fakes/values';
import { running, stagedWorkspace, type StagedWorkspace } from '../../../tests/fakes/workspace-stage';
import { componentIn } from '../../workspace';
import verifyBatch from './batch';

let world: FakeWorld;
let staged: StagedWorkspace;
let opened = 0;
jest.mock('../../world', () => ({
  announcedRun: () => runContext(),
  runContextOf: () => runContext(),
  worldOf: async () => {
    opened += 1;
    return running(world);
  },
}));
beforeEach(() => {
  opened = 0;
  world = new FakeWorld();
  staged = stagedWorkspace();
  writeFileSync(join(staged.root, 'repos.json'), JSON.stringify(manifestWith({})));
});
afterEach(() => staged.remove());

async function batch(...components: string[]) {
  const entries = components.map((project) => {
    const id = `${project}:verify:dev`;
    return [id, { id, target: { project, target: 'verify', configuration: 'dev' } }];
  });
  const graph = { tasks: Object.fromEntries(entries) } as unknown as TaskGraph;
  const results: Record<string, { success: boolean; terminalOutput: string }> = {};
  const context = { root: staged.root } as ExecutorContext;
  for await (const { task, result } of verifyBatch(graph, {}, {}, context)) results[task] = result;
  return results;
}
function deployed(component: string) {
  const declaration = componentIn(manifestWith({}), component, 'dev')?.declaration ?? '';
  return receipt({ component, declaration, run: `deploy-${component}` });
}

describe('verifications in one process', () => {
  it('share one world, and each says only what is its own', async () => {
    world.receipts.record('dev', [deployed('database'), deployed('backend')]);
    const results = await batch('database', 'backend');
    expect(opened).toBe(1);
    expect(Object.keys(results).sort()).toEqual(['backend:verify:dev', 'database:verify:dev']);
    for (const component of ['database', 'backend']) {
      const { success, terminalOutput } = results[`${component}:verify:dev`]!;
      expect(success).toBe(true);
      expect(terminalOutput).toMatch(
        new RegExp(`^${component}: verified \\S+ by run run-9: 1 check passed\n$`),
      );
    }
    expect(world.lines).toEqual([]);
  });

  it('end one by one: what fails or is refused keeps no other from passing', async () => {
    world.receipts.record('dev', [deployed('database')]);
    const results = await batch('database', 'backend');
    expect(results['database:verify:dev']?.success).toBe(true);
    expect(results['backend:verify:dev']?.success).toBe(false);
    expect(results['backend:verify:dev']?.terminalOutput).toContain('✘ CONVOY_NOT_DEPLOYED');
  });

  it('keep the stack of a bug, which fails its own task alone', async () => {
    world.receipts.record('dev', [deployed('database'), deployed('backend')]);
    const note = world.notes.note.bind(world.notes);
    jest.spyOn(world.notes, 'note').mockImplementation(async (run, key, value) => {
      if (key === 'verify-backend') throw new TypeError('a bug');
      return note(run, key, value);
    });
    const results = await batch('database', 'backend');
    expect(results['database:verify:dev']?.success).toBe(true);
    expect(results['backend:verify:dev']?.success).toBe(false);
    expect(results['backend:verify:dev']?.terminalOutput).toMatch(/TypeError: a bug\n +at /);
  });
});
