import { alarm, liveAlarm } from '../../../tests/fakes/values-of-alarm';
import { judgeAlarms } from './judge-alarms';

const before = (state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'ABSENT') => [
  { name: 'api-errors', state, updatedAt: null },
];
const red = liveAlarm({ state: 'ALARM' });
const dataless = liveAlarm({ state: 'INSUFFICIENT_DATA' });
const declared = [alarm()];

describe('alarms are judged', () => {
  it('well while none is red', () => {
    expect(judgeAlarms({ declared, live: [liveAlarm()], before: null })).toEqual({
      verdict: 'passed',
      evidence: '1 OK',
      missing: [],
    });
  });

  it('failed without a deploy as soon as one is red', () => {
    expect(judgeAlarms({ declared, live: [red], before: null })).toMatchObject({
      verdict: 'failed',
      evidence: 'api-errors is red since 2026-03-02T12:00:00Z',
    });
  });

  it.each(['OK', 'INSUFFICIENT_DATA'] as const)(
    'failed after a deploy when one is red that was %s before',
    (state) => {
      expect(judgeAlarms({ declared, live: [red], before: before(state) })).toMatchObject({
        verdict: 'failed',
        evidence: 'api-errors is red since 2026-03-02T12:00:00Z, and was not before the deploy',
      });
    },
  );

  it.each([
    ['ALARM', 'as it was before the deploy: not judged'],
    ['ABSENT', 'and was made by this deploy: not judged'],
  ] as const)('not by one that is red and was %s before, which is told', (state, words) => {
    expect(judgeAlarms({ declared, live: [red], before: before(state) })).toMatchObject({
      verdict: 'passed',
      evidence: `api-errors is red since 2026-03-02T12:00:00Z, ${words}`,
    });
  });

  it('not by one without data that takes no data for well', () => {
    expect(judgeAlarms({ declared, live: [dataless], before: null })).toMatchObject({
      verdict: 'passed',
      evidence: 'api-errors has no data yet',
    });
  });

  it('not by one without data that this deploy has made, whatever it takes no data for', () => {
    const needy = [alarm({ treatMissingData: 'missing' })];
    expect(judgeAlarms({ declared: needy, live: [dataless], before: before('ABSENT') })).toMatchObject({
      verdict: 'passed',
      evidence: 'api-errors has no data yet',
    });
  });

  it.each(['missing', 'breaching', 'ignore'] as const)(
    'inconclusive by one without data that was there before and takes it for %s',
    (treatMissingData) => {
      const needy = [alarm({ treatMissingData })];
      for (const known of [before('OK'), null])
        expect(judgeAlarms({ declared: needy, live: [dataless], before: known }).verdict).toBe(
          'inconclusive',
        );
    },
  );

  it('failed by one that does not exist, which is named', () => {
    expect(judgeAlarms({ declared, live: [], before: null })).toEqual({
      verdict: 'failed',
      evidence: 'api-errors does not exist',
      missing: ['api-errors'],
    });
  });

  it('by the worst of them, and all that is not simply well is told', () => {
    const [first, second, third] = [alarm(), alarm({ name: 'b' }), alarm({ name: 'c' })];
    const live = [red, liveAlarm({ name: 'b' }), liveAlarm({ name: 'c', state: 'INSUFFICIENT_DATA' })];
    expect(judgeAlarms({ declared: [first, second, third], live, before: null })).toMatchObject({
      verdict: 'failed',
      evidence: '1 OK; api-errors is red since 2026-03-02T12:00:00Z; c has no data yet',
    });
  });
});
