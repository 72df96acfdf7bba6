import { FakeWorld, order } from '../../tests/fakes/fake-world';
import { manifestWith } from '../../tests/fakes/rollback-stage';
import { resolvedComponent } from '../../tests/fakes/values';
import { storeStacks } from './store-stacks';

const component = resolvedComponent({
  rollback: 'template',
  observes: { stacks: ['main', 'other'], functions: [], layers: [] },
});
const asked = order({ component, manifest: manifestWith({ bucket: 'kept' }) });
function stage(): FakeWorld {
  const world = new FakeWorld();
  world.aws.putBucket('kept');
  world.aws.putStack('main', {
    source: { template: '{"a":1}', parameters: { Password: null }, tags: { by: 'us' } },
  });
  return world;
}

it('keeps template, parameters and tags in the bucket, and answers where', async () => {
  const world = stage();
  const [stored, ...others] = await storeStacks(asked, world);
  expect(others).toEqual([]);
  expect(stored).toMatchObject({
    stack: 'main',
    bucket: 'kept',
    key: expect.stringMatching(/^nx-convoy\/dev\/main\//) as string,
  });
  expect(JSON.parse((await world.aws.object('kept', stored?.key ?? '')) ?? '')).toEqual({
    template: '{"a":1}',
    parameters: { Password: null },
    tags: { by: 'us' },
    capabilities: [],
  });
});

it('keeps the same once, and something else under another key', async () => {
  const world = stage();
  const first = await storeStacks(asked, world);
  expect(await storeStacks(asked, world)).toEqual(first);
  expect(world.aws.writes).toHaveLength(1);
  world.aws.putStack('main', { source: { tags: { by: 'them' } } });
  expect((await storeStacks(asked, world))[0]?.key).not.toBe(first[0]?.key);
});

it('looks at nothing for a component that goes back another way', async () => {
  const world = stage();
  expect(await storeStacks(order({ component: { ...component, rollback: 'redeploy' } }), world)).toEqual([]);
  expect(world.calls).toEqual([]);
});

it('refuses where the environment names no bucket, or one that is not there', async () => {
  await expect(storeStacks(order({ component }), stage())).rejects.toMatchObject({
    code: 'CONVOY_BUCKET_MISSING',
  });
  const world = stage();
  world.aws.remove('bucket', 'kept');
  await expect(storeStacks(asked, world)).rejects.toMatchObject({ code: 'CONVOY_BUCKET_NOT_FOUND' });
});
