import { FakeWorld } from '../../tests/fakes/fake-world';
import {
  account,
  commit,
  manifest,
  pin,
  receipt,
  region,
  resolvedComponent,
  tree,
} from '../../tests/fakes/values';
import { occurrence, release } from '../../tests/fakes/values-of-release';
import { fingerprintOf } from '../decide/fingerprint';
import { statusDocumentSchema } from '../model/status-document';
import { readLive } from './read-live';
import { statusDocument } from './status';

const component = resolvedComponent({ observes: { stacks: ['main'], functions: [], layers: [] } });
const place = { manifest: manifest(), environment: 'dev' };
const questions = [
  { component, pin: pin() },
  { component: resolvedComponent({ name: 'front' }), pin: null },
];

async function stage(): Promise<FakeWorld> {
  const world = new FakeWorld();
  world.aws.putStack('main');
  const live = await readLive(component, pin(), world);
  world.receipts.record('dev', [receipt({ fingerprint: fingerprintOf(live) })]);
  world.calls.length = 0;
  return world;
}

describe('statusDocument', () => {
  it('tells every component, and where', async () => {
    const document = await statusDocument(place, questions, await stage());
    expect(statusDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({ environment: 'dev', world: 'sandbox', account, region });
    expect(document.components).toMatchObject([
      {
        component: 'backend',
        live: { commit: commit('b'), tree: tree('b') },
        verdict: 'passed',
        run: 'run-1',
      },
      { component: 'front', pin: null, live: null, verdict: 'none', verifiedAt: null },
    ]);
  });

  it('tells the release that was published last, and whether the environment went on', async () => {
    const world = await stage();
    expect(await statusDocument(place, questions, world)).not.toHaveProperty('published');
    const made = release({ run: 'run-7' });
    const components = { backend: { commit: commit('a'), tree: tree('a') } };
    const at = made.finishedAt;
    const published = { name: 'v1', run: 'run-7', at, coordinationCommit: commit('9'), components };
    const said = occurrence({ kind: 'published', release: published });
    world.receipts.record('dev', [made, said]);
    const told = await statusDocument(place, questions, world);
    expect(told.published).toMatchObject({ name: 'v1', run: 'run-7', isLive: true });
    world.receipts.record('dev', [release({ run: 'run-8' })]);
    const later = await statusDocument(place, questions, world);
    expect(later.published).toMatchObject({ name: 'v1', run: 'run-7', isLive: false });
  });

  it('does not call passed what was changed since', async () => {
    const world = await stage();
    world.aws.putStack('main', { status: 'UPDATE_ROLLBACK_COMPLETE' });
    const document = await statusDocument(place, questions, world);
    expect(document.components[0]?.verdict).toBe('inconclusive');
  });

  it('only looks, and does not ask the provider for what was never deployed', async () => {
    const world = await stage();
    await statusDocument(place, questions, world);
    expect(world.calls).toEqual(['ledger.read', 'cloud.stack']);
  });
});
