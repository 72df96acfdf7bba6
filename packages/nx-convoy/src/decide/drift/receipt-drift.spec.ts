import {
  facts,
  failedReceipt,
  liveFunction,
  liveState,
  receipt,
  record,
  resolvedComponent,
  started,
} from '../../../tests/fakes/values';
import { fingerprintOf } from '../fingerprint';
import { receiptDrift } from './receipt-drift';

const functions = [{ name: 'api', alias: null, layers: [] }];
const component = resolvedComponent({ observes: { stacks: [], functions, layers: [] } });
const left = liveState({ functions: [liveFunction({ name: 'api' })] });
const last = receipt({ after: left, fingerprint: fingerprintOf(left) });
const known = facts({ component, record: record({ last, verified: last }), live: left });

describe('receiptDrift', () => {
  it('finds none where what is live is what the last deploy left', () => {
    expect(receiptDrift(known)).toEqual([]);
  });

  it('calls every change by hand unexpected, with what it is and what it was', () => {
    const live = liveState({ functions: [liveFunction({ name: 'api', runtime: 'python3.13' })] });
    expect(receiptDrift({ ...known, live })).toEqual([
      {
        against: 'receipt',
        what: 'function api runs on',
        here: 'python3.13',
        there: 'python3.12',
        class: 'unexpected',
        why: null,
      },
    ]);
    const gone = liveState({ functions: [liveFunction({ name: 'api', state: 'Absent' })] });
    expect(receiptDrift({ ...known, live: gone })).toMatchObject([
      { what: 'function api is gone', here: null, there: null, class: 'unexpected' },
    ]);
  });

  it.each([
    ['an attempt that is open', record({ started: started() }), 'run run-3 began and did not end'],
    [
      'a failed attempt that nobody looked at',
      record({ last: failedReceipt() }),
      'run run-2 failed, and nobody looked at what it left',
    ],
  ])('knows nothing after %s, and says so', (_what, after, why) => {
    const live = liveState({ functions: [liveFunction({ name: 'api', runtime: 'python3.13' })] });
    expect(receiptDrift({ ...known, record: after, live })).toMatchObject([{ class: 'unknown', why }]);
  });
});
