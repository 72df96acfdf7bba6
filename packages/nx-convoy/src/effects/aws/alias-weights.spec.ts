import { aliasWeights } from './alias-weights';

test('an alias that sends calls to another version is read with its weights', () => {
  const RoutingConfig = { AdditionalVersionWeights: { '42': 0.1 } };
  expect(aliasWeights({ RoutingConfig })).toEqual({ weights: { '42': 0.1 } });
});

test.each([undefined, {}, { AdditionalVersionWeights: undefined }, { AdditionalVersionWeights: {} }])(
  'an alias without weights (%j) is read as it always was',
  (RoutingConfig) => {
    expect(Object.keys(aliasWeights({ RoutingConfig }))).toEqual([]);
  },
);
