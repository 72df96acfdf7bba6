import { renderDrift } from './render-drift';
import { renderStatus } from './render-status';

const head = { environment: 'preprod', world: 'sandbox' as const, account: '1', region: 'us-east-1' };

it('a status lists the feature flags with their values, also those that were never set', () => {
  const flag = { kind: 'percentage' as const, parameter: '/p' };
  const flags = [
    { ...flag, flag: 'new-dashboard', value: '25' },
    { ...flag, flag: 'old', value: null },
  ];
  expect(renderStatus({ ...head, components: [], flags }).slice(-2)).toEqual([
    '  flag new-dashboard  25 %',
    '  flag old            not set',
  ]);
});

it('a comparison of two environments names the flags that differ, and counts none of them as drift', () => {
  const line = 'new-dashboard: 25 % in preprod, not set in dev';
  const flags = [{ flag: 'new-dashboard', from: '25', to: null, line }];
  expect(renderDrift({ ...head, against: 'dev', components: [], flags })).toEqual([
    '',
    `≈ flag ${line}`,
    'preprod against dev: no drift',
  ]);
});
