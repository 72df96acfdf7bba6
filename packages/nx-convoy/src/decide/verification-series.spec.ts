import { failedReceipt, receipt, started } from '../../tests/fakes/values';
import type { ComponentRecord } from '../model/receipt';
import { seriesOf, type SeriesQuestion } from './verification-series';

const record = (change: Partial<ComponentRecord>): ComponentRecord => ({
  started: null,
  last: null,
  verified: null,
  passed: [],
  ...change,
});
const deployed = record({ last: receipt({ run: 'deploy-1' }) });
const verified = record({
  last: receipt({ verb: 'verify', outcome: 'unchanged', run: 'verify-7', series: 'deploy-1' }),
});
const finished = Date.parse(receipt().finishedAt);
const after = (milliseconds: number): string => new Date(finished + milliseconds).toISOString();

function series(change: Partial<SeriesQuestion>): string {
  return seriesOf({ run: 'now', record: verified, now: after(1), maxAge: null, isForced: false, ...change });
}

describe('the series of a verification', () => {
  it('is that of the last pass, so that it can be replayed', () => {
    expect(series({})).toBe('deploy-1');
  });

  it('begins with a deploy: no pass from before it is replayed', () => {
    expect(series({ record: deployed })).toBe('deploy-1');
    expect(series({ record: record({ last: receipt({ run: 'deploy-2' }) }) })).toBe('deploy-2');
  });

  it.each<[string, Partial<SeriesQuestion>]>([
    ['a person wants to see it checked', { isForced: true }],
    ['nothing was ever deployed', { record: null }],
    ['nothing has ended yet', { record: record({}) }],
    ['something began and has not ended', { record: { ...verified, started: started() } }],
    ['the last one failed', { record: record({ last: failedReceipt() }) }],
    [
      'the last one could not ask',
      { record: record({ last: receipt({ verb: 'verify', verdict: 'inconclusive', series: 'deploy-1' }) }) },
    ],
    ['the last one is older than it may be', { maxAge: 1_000, now: after(1_001) }],
  ])('is new where %s', (_why, change) => {
    expect(series(change)).toBe('now');
  });

  it('goes on to the very end of its age', () => {
    expect(series({ maxAge: 1_000, now: after(1_000) })).toBe('deploy-1');
  });
});
