import type { FeatureFlagValue } from '../model/feature-flag-value';
import { flagText } from './flag-text';
import { flagsThatDiffer } from './flags-that-differ';
import { sayFlag } from './say-flag';

const flag = (name: string, value: string | null): FeatureFlagValue => ({
  flag: name,
  kind: 'percentage',
  parameter: `/flags/${name}`,
  value,
});

describe('flagsThatDiffer', () => {
  it('names flags that are not the same in both environments, also where one was never set', () => {
    const from = [flag('a', '25'), flag('b', '10'), flag('c', null), flag('d', null), flag('e', '5')];
    const to = [flag('a', '25'), flag('b', '100'), flag('c', '1'), flag('d', null), flag('e', null)];
    const lines = flagsThatDiffer({ from: ['dev', from], to: ['preprod', to] }).map(({ line }) => line);
    expect(lines).toEqual([
      'b: 10 % in dev, 100 % in preprod',
      'c: not set in dev, 1 % in preprod',
      'e: 5 % in dev, not set in preprod',
    ]);
  });
});

describe('flagText', () => {
  it.each(['0', '7', '25', '99', '100', ' 25 '])('takes %s for a percentage', (typed) => {
    expect(flagText('percentage', typed)).toBe(typed.trim());
  });

  it.each(['', '-1', '101', '007', '2.5', '25%', 'true', '1e1'])('takes “%s” for no percentage', (typed) => {
    expect(flagText('percentage', typed)).toBeNull();
  });

  it('takes true and false for a boolean, and nothing else', () => {
    expect(['true', 'false', 'yes', '1', ''].map((typed) => flagText('boolean', typed))).toEqual([
      'true',
      'false',
      null,
      null,
      null,
    ]);
  });
});

describe('sayFlag', () => {
  it('says what somebody wrote by hand that is no value of the flag', () => {
    expect(sayFlag('boolean', 'yes')).toBe('“yes” (no boolean)');
    expect(sayFlag('percentage', 'half')).toBe('“half” (no percentage)');
    expect(sayFlag('boolean', 'true')).toBe('true');
  });
});
