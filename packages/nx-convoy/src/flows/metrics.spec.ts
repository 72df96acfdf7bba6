import { FakeWorld } from '../../tests/fakes/fake-world';
import { receipt } from '../../tests/fakes/values';
import { metrics } from './metrics';

const DAY = 86_400_000;

describe('metrics', () => {
  it('come from the ledgers alone, each read once', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', [receipt()]);
    world.receipts.record('preprod', [receipt({ environment: 'preprod' })]);
    const places = ['dev', 'preprod'].map((environment) => ({ environment, components: ['backend'] }));
    const told = await metrics(places, 30 * DAY, world);
    expect(told).toMatchObject({
      world: 'sandbox',
      since: '2026-01-31T12:00:00.000Z',
      until: '2026-03-02T12:00:00.000Z',
      environments: [
        { environment: 'dev', all: { deployments: 1 } },
        { environment: 'preprod', all: { deployments: 1 } },
      ],
    });
    expect([...world.calls].sort()).toEqual([
      'ledger.receipts',
      'ledger.receipts',
      'ledger.refresh',
      'ledger.refresh',
    ]);
  });

  it('tell of what ended within the time that was asked for', async () => {
    const world = new FakeWorld();
    world.receipts.record('dev', [receipt()]);
    const places = [{ environment: 'dev', components: ['backend'] }];
    const [day, half] = [await metrics(places, 2 * DAY, world), await metrics(places, DAY, world)];
    expect([day, half].map(({ environments }) => environments[0]?.all.deployments)).toEqual([1, 0]);
  });
});
