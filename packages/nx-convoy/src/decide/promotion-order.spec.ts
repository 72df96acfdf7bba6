import { account, manifest, region } from '../../tests/fakes/values';
import { promotionOrder } from './promotion-order';

const place = { account, region };
const ordered = (environments: Parameters<typeof promotionOrder>[0]['environments']): string[] =>
  promotionOrder({ ...manifest(), environments });

it('has each environment after the one that it is promoted from, and all of them', () => {
  const environments = {
    prod: { ...place, promotesFrom: 'preprod' },
    demo: place,
    preprod: { ...place, promotesFrom: 'dev' },
    dev: place,
  };
  expect(ordered(environments)).toEqual(['dev', 'preprod', 'prod', 'demo']);
});

it('ends where environments promote into each other', () => {
  const environments = { a: { ...place, promotesFrom: 'b' }, b: { ...place, promotesFrom: 'a' } };
  expect(ordered(environments)).toEqual(['b', 'a']);
});
