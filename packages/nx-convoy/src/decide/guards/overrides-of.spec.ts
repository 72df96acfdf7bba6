import { overrideSchema } from '../../model/receipt';
import { NO_FLAGS, type RunFlags } from '../../model/run-flags';
import { overridesOf } from './overrides-of';

const overrides = (flags: Partial<RunFlags>) => overridesOf({ ...NO_FLAGS, ...flags });

describe('overridesOf', () => {
  it('finds none in a run without flags, or with flags that pass no guard', () => {
    expect(overrides({})).toEqual([]);
    expect(overrides({ logs: true, waitForLock: 60, confirm: 'prod', onFailure: 'keep' })).toEqual([]);
  });

  it.each<[string, Partial<RunFlags>]>([
    ['hotfix', { hotfix: true }],
    ['outside-window', { outsideWindow: true }],
    ['overwrite-drift', { overwriteDrift: true }],
    ['overwrite-source', { overwriteSource: true }],
    ['release-hold', { releaseHold: true }],
    ['adopt', { adopt: true }],
  ])('keeps --%s with its reason, as the ledger has it', (flag, flags) => {
    const found = overrides({ ...flags, reason: ' because ' });
    expect(found).toEqual([{ flag, reason: 'because' }]);
    expect(overrideSchema.array().parse(found)).toEqual(found);
  });

  it('keeps every guard that is passed', () => {
    expect(overrides({ hotfix: true, outsideWindow: true, reason: 'fire' })).toEqual([
      { flag: 'hotfix', reason: 'fire' },
      { flag: 'outside-window', reason: 'fire' },
    ]);
  });

  it('keeps a reason that stands alone', () => {
    expect(overrides({ reason: 'older on purpose' })).toEqual([
      { flag: 'reason', reason: 'older on purpose' },
    ]);
    expect(overrides({ reason: '  ' })).toEqual([]);
  });

  it('keeps --overwrite-source without a reason, since it needs none', () => {
    expect(overrides({ overwriteSource: true })).toEqual([{ flag: 'overwrite-source', reason: '' }]);
  });
});
