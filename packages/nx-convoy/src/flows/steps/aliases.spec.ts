import {
  ALIASED_FUNCTIONS,
  aliasedVersions,
  putAliasedFunctions,
} from '../../../tests/fakes/aliased-functions';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';

async function stage(): Promise<FakeWorld> {
  const world = new FakeWorld();
  await putAliasedFunctions(world);
  return world;
}

describe('moving an alias after a deploy', () => {
  const move = step({
    type: 'move-alias',
    function: { name: 'api', alias: 'live', layers: [] },
    alias: 'live',
  });

  it('publishes what was just deployed and points the alias at it', async () => {
    const world = await stage();
    world.aws.putFunction('api', { code: 'new' });
    expect((await performed(world, [move])).outcome).toEqual({ type: 'done' });
    expect(await aliasedVersions(world)).toEqual(['3', '2']);
    expect(world.lines).toEqual(['api: live → 3']);
  });

  it('makes no second version of the same code', async () => {
    const world = await stage();
    await performed(world, [move, move]);
    expect(await aliasedVersions(world)).toEqual(['2', '2']);
  });

  it('does not stay on the old layer where nothing but a layer changed: a version is published for that, too', async () => {
    const world = await stage();
    world.aws.putFunction('api', { layers: [world.aws.putLayerVersion('db')] });
    await performed(world, [move]);
    expect(await aliasedVersions(world)).toEqual(['3', '2']);
    expect(await world.aws.functionVersion('api', '3')).toMatchObject({ layers: [expect.any(String)] });
  });

  it('is a failed step when the provider refuses', async () => {
    const world = await stage();
    world.aws.fail('moveAlias', new Error('throttled'));
    expect((await performed(world, [move])).outcome).toMatchObject({
      type: 'failed',
      failure: { code: 'CONVOY_PROVIDER_FAILED', step: 'do move-alias' },
    });
  });
});

describe('setting aliases to earlier versions', () => {
  const back = step({
    type: 'set-aliases',
    aliases: ALIASED_FUNCTIONS.map((name) => ({ function: name, alias: 'live', version: '1' })),
  });

  it('sets them for all functions of the component', async () => {
    const world = await stage();
    expect((await performed(world, [back])).outcome).toEqual({ type: 'done' });
    expect(await aliasedVersions(world)).toEqual(['1', '1']);
  });

  it('sets them for all or for none: those that were moved go back when one cannot', async () => {
    const world = await stage();
    const moveAlias = world.aws.moveAlias.bind(world.aws);
    jest.spyOn(world.aws, 'moveAlias').mockImplementation(async (name, alias, version) => {
      if (name === 'worker') world.aws.fail('moveAlias', new Error('throttled'));
      return moveAlias(name, alias, version);
    });
    expect((await performed(world, [back])).outcome).toMatchObject({
      type: 'failed',
      failure: { code: 'CONVOY_PROVIDER_FAILED' },
    });
    expect(await aliasedVersions(world)).toEqual(['2', '2']);
  });
});
