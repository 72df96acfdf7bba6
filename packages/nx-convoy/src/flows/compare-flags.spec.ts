import { FakeWorld } from '../../tests/fakes/fake-world';
import { account, manifest, region } from '../../tests/fakes/values';
import { compareFlags } from './compare-flags';

it('reads the flags of two environments, each in its own world, and names those that differ', async () => {
  const flags = {
    same: { parameter: '/acme/{environment}/same', kind: 'boolean' as const },
    share: { parameter: '/acme/{environment}/share', kind: 'percentage' as const },
  };
  const environments = { dev: { account, region }, preprod: { account, region } };
  const asked = { ...manifest(), environments, flags };
  const [dev, preprod] = [new FakeWorld(), new FakeWorld()];
  for (const [world, environment] of [
    [dev, 'dev'],
    [preprod, 'preprod'],
  ] as const)
    world.aws.putParameter(`/acme/${environment}/same`, 'true');
  dev.aws.putParameter('/acme/dev/share', '25');
  const found = await compareFlags(
    asked,
    { environment: 'dev', world: dev },
    { environment: 'preprod', world: preprod },
  );
  expect(found).toEqual([
    { flag: 'share', from: '25', to: null, line: 'share: 25 % in dev, not set in preprod' },
  ]);
  expect([...dev.writes(), ...preprod.writes()]).toEqual([]);
});
