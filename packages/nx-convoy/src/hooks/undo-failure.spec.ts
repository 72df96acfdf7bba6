import { FakeWorld } from '../../tests/fakes/fake-world';
import { manifestWith, runContext } from '../../tests/fakes/rollback-stage';
import { commit, failedReceipt, receipt, tree } from '../../tests/fakes/values';
import { occurrence, release, releasedComponent, rolledBack } from '../../tests/fakes/values-of-release';
import { running } from '../../tests/fakes/workspace-stage';
import { plainReport } from '../decide/receipt-report';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { LedgerEntry } from '../model/receipt';
import type { RunContext } from '../model/run-context';
import { NO_FLAGS, type RunFlags } from '../model/run-flags';
import type { ComponentOutcome } from '../model/run-report';
import type { TaskNote } from '../model/task-note';
import { undoFailure } from './undo-failure';

const note = (component: string, outcome: ComponentOutcome, target = 'deploy'): TaskNote => ({
  type: 'work',
  target,
  report: plainReport(component, outcome, 'said'),
});
interface Scene {
  readonly notes: readonly TaskNote[];
  readonly flags?: Partial<RunFlags>;
  readonly declaration?: Partial<EnvironmentDeclaration>;
  readonly run?: Partial<RunContext>;
  /** What the nested run writes. */
  readonly writes?: readonly LedgerEntry[];
  readonly end?: 'succeeded' | 'failed' | 'interrupted';
  readonly set?: (world: FakeWorld) => void;
  readonly known?: readonly LedgerEntry[];
}
const known = [
  release({ components: { backend: releasedComponent(), worker: releasedComponent() } }),
  receipt({ run: 'run-9' }),
  failedReceipt({ component: 'worker', run: 'run-9' }),
];
const backend = note('backend', 'deployed');
const worker = note('worker', 'failed');
const unrecorded: TaskNote = {
  type: 'work',
  target: 'deploy',
  report: {
    ...plainReport('worker', 'failed', 'said'),
    error: { code: 'CONVOY_LEDGER_UNREACHABLE', message: '', remedy: '' },
  },
};
const unasked: TaskNote = {
  type: 'work',
  target: 'deploy',
  report: { ...plainReport('worker', 'failed', 'said'), verdict: 'inconclusive' },
};

async function undone(scene: Scene) {
  const world = new FakeWorld();
  world.receipts.record('dev', scene.known ?? known);
  await world.lease.take('dev', 'deploy');
  scene.set?.(world);
  const begun: string[] = [];
  const rollBack = async (environment: string) => {
    begun.push(environment);
    world.receipts.record('dev', scene.writes ?? []);
    return scene.end ?? ('succeeded' as const);
  };
  const flags = { ...NO_FLAGS, onFailure: 'rollback' as const, ...scene.flags };
  const workspace = { root: '', manifest: manifestWith(scene.declaration ?? {}) };
  const story = { run: runContext({ flags, ...scene.run }), notes: scene.notes, workspace };
  return { found: await undoFailure(story, running(world, { rollBack })), begun, lines: world.lines };
}
const wentBack = [
  rolledBack({ run: 'nested' }),
  rolledBack({ run: 'nested', component: 'worker', commit: commit('a'), tree: tree('a') }),
];

it('takes back what a failed run deployed, in a run of its own, and answers what is back', async () => {
  const { found, begun, lines } = await undone({ notes: [backend, worker], writes: wentBack });
  expect(begun).toEqual(['dev']);
  expect(found).toEqual({ components: ['backend', 'worker'], isWhole: true });
  expect(lines).toContain('dev: the deploy failed, so all of it goes back (--on-failure=rollback)');
});

it('answers only what came back where the rollback itself stopped in the middle', async () => {
  const { found } = await undone({ notes: [backend, worker], writes: wentBack.slice(0, 1), end: 'failed' });
  expect(found).toEqual({ components: ['backend'], isWhole: false });
});

it.each<[string, readonly TaskNote[]]>([
  ['a component was refused after others had been deployed', [backend, note('worker', 'refused')]],
  [
    'a component could not be prepared after others had been deployed',
    [backend, note('worker', 'failed', 'prepare')],
  ],
])('is a failure, too, when %s', async (_when, notes) => {
  expect((await undone({ notes, writes: wentBack })).begun).toEqual(['dev']);
});

it.each<[string, Scene]>([
  ['where nothing failed', { notes: [backend] }],
  ['where nothing was changed', { notes: [note('worker', 'refused'), note('backend', 'unchanged')] }],
  [
    'after an interruption: whoever stopped the run decides',
    { notes: [backend, worker, note('x', 'interrupted')] },
  ],
  ['while somebody stops the run', { notes: [backend, worker], set: (world) => world.interrupt() }],
  ['in a run that is itself the way back', { notes: [backend, worker], run: { under: 'run-1' } }],
  ['where nobody wishes it', { notes: [backend, worker], flags: { onFailure: null } }],
  [
    'where the flag says keep',
    { notes: [backend, worker], flags: { onFailure: 'keep' }, declaration: { protected: true } },
  ],
  ['where a check could not be asked: a passing trouble is no bad release', { notes: [backend, unasked] }],
  ['where the ledger was away: nobody could go back either', { notes: [backend, unrecorded] }],
  ['where only a rollback failed', { notes: [note('backend', 'failed', 'rollback')] }],
])('never begins %s', async (_when, scene) => {
  expect(await undone(scene)).toMatchObject({ found: null, begun: [] });
});

it('never begins without the lock: whoever took it over is at work', async () => {
  const lost = (world: FakeWorld): void =>
    void world.stamps.lose('dev', world.records.locks.get('dev')?.token ?? '');
  expect(await undone({ notes: [backend, worker], set: lost })).toMatchObject({ found: null, begun: [] });
});

it.each<[string, Partial<EnvironmentDeclaration>]>([
  ['in a protected environment by default', { protected: true }],
  ['where repos.json says so', { onFailure: 'rollback' }],
])('begins %s', async (_where, declaration) => {
  const scene = { notes: [backend, worker], flags: { onFailure: null }, declaration, writes: wentBack };
  expect((await undone(scene)).begun).toEqual(['dev']);
});

it('says that nothing is undone where there is no release to go back to', async () => {
  const { found, begun, lines } = await undone({ notes: [backend, worker], known: known.slice(1) });
  expect({ found, begun }).toEqual({ found: null, begun: [] });
  expect(lines).toEqual(['dev: nothing is undone: there has been no release here yet']);
});

it('counts nothing for back that an earlier rollback had taken there', async () => {
  const earlier = [rolledBack({ target: 'another' }), occurrence({ kind: 'rolled-back', target: 'another' })];
  const { found } = await undone({ notes: [backend, worker], writes: earlier, end: 'failed' });
  expect(found).toEqual({ components: [], isWhole: false });
});
