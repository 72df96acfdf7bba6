import { FakeWorld } from '../../tests/fakes/fake-world';
import {
  facts,
  liveFunction,
  liveState,
  neverDeployed,
  receipt,
  record,
  resolvedComponent,
  commit,
} from '../../tests/fakes/values';
import { storedStack } from '../../tests/fakes/values-of-release';
import type { DeploymentFacts } from '../decide/facts';
import type { RollbackWay } from '../model/resolved-component';
import { wayBack } from './way-back';

const alias = (version: string) => ({ name: 'live', version, codeSha256: 'code' });
/** What is live was verified with these versions, layers and stored templates. */
function before(
  rollback: RollbackWay,
  change: { layers?: string[]; version?: string; letter?: string } = {},
): DeploymentFacts {
  const { layers = [], version = '1', letter = 'b' } = change;
  const after = liveState({ functions: [liveFunction({ name: 'api', layers, alias: alias(version) })] });
  const verified = receipt({ after, stored: [storedStack], commit: commit(letter) });
  return facts({ component: resolvedComponent({ rollback }), record: record({ last: verified, verified }) });
}

it('has nothing to look for before a first deploy', async () => {
  const world = new FakeWorld();
  expect(await wayBack(facts({ record: neverDeployed }), world)).toMatchObject({ isFirst: true });
  expect(world.calls).toEqual([]);
});

it('finds every version and layer that going back by alias needs', async () => {
  const world = new FakeWorld();
  const layer = world.aws.putLayerVersion('db');
  world.aws.putFunction('api', { layers: [layer] });
  await world.aws.publishVersion('api');
  expect(await wayBack(before('alias', { layers: [layer] }), world)).toMatchObject({
    versions: [],
    layers: [],
  });
});

it('misses a function version that was pruned', async () => {
  const world = new FakeWorld();
  world.aws.putFunction('api');
  expect(await wayBack(before('alias', { version: '41' }), world)).toMatchObject({ versions: ['api:41'] });
});

it('misses a layer version that was deleted: the account is asked, not the configuration', async () => {
  const world = new FakeWorld();
  const layer = world.aws.putLayerVersion('db');
  world.aws.putFunction('api', { layers: [layer] });
  await world.aws.publishVersion('api');
  world.aws.removeLayerVersion(layer);
  expect(await wayBack(before('alias', { layers: [layer] }), world)).toMatchObject({ layers: ['db:1'] });
});

it('misses a stored template that was removed from its bucket', async () => {
  const world = new FakeWorld();
  world.aws.putBucket('kept');
  expect(await wayBack(before('template'), world)).toMatchObject({ objects: [storedStack.key] });
  await world.aws.keepObject('kept', storedStack.key, '{}');
  expect(await wayBack(before('template'), world)).toMatchObject({ objects: [] });
});

it('can make a tree again from its kept artefact or from its commit, and says where neither is left', async () => {
  const world = new FakeWorld();
  expect(await wayBack(before('redeploy'), world)).toMatchObject({ canBeMadeAgain: true });
  expect(await wayBack(before('redeploy', { letter: 'f' }), world)).toMatchObject({ canBeMadeAgain: false });
  await world.makePrepared();
  world.remote.commits.clear();
  expect(await wayBack(before('redeploy'), world)).toMatchObject({ canBeMadeAgain: true });
});

it('does not call it gone where the remote does not answer', async () => {
  const world = new FakeWorld();
  world.remote.away = true;
  await expect(wayBack(before('redeploy'), world)).rejects.toMatchObject({
    code: 'CONVOY_REMOTE_UNREACHABLE',
  });
});
