import {
  commit,
  failedReceipt,
  liveState,
  neverDeployed,
  pin,
  receipt,
  record,
  started,
  tree,
} from '../../tests/fakes/values';
import type { ComponentRecord, Receipt } from '../model/receipt';
import { fingerprintOf } from './fingerprint';
import { pinIsLive, type PinFacts } from './pin-is-live';

const found = (change: Partial<PinFacts>) =>
  pinIsLive({ environment: 'dev', pin: pin(), record: record(), live: liveState(), ...change });
const after = (last: Receipt): ComponentRecord => record({ last });
const notVerified = { code: 'CONVOY_NOT_VERIFIED', step: 'verify', message: 'failed: /health', remedy: 'x' };

describe('pinIsLive', () => {
  it('passes while nothing was touched since the deploy of the pin', () => {
    expect(found({})).toEqual({
      name: 'live is the pin',
      verdict: 'passed',
      milliseconds: 0,
      evidence: `tree ${tree('b').slice(0, 7)}`,
    });
  });

  it('passes for another commit with the same tree', () => {
    expect(found({ pin: pin('b', { commit: commit('c') }) }).verdict).toBe('passed');
  });

  it('lets the checks of a deployed but not verified pin decide again', () => {
    const last = failedReceipt({ failure: notVerified, fingerprint: fingerprintOf(liveState()) });
    expect(found({ record: after(last) }).verdict).toBe('passed');
  });

  const changed = liveState({ layers: [{ name: 'shared', version: 9 }] });
  it.each<[string, Partial<PinFacts>, string]>([
    ['nothing is known', { record: null }, 'never deployed'],
    ['nothing was deployed', { record: neverDeployed }, 'never deployed'],
    ['an attempt did not end', { record: record({ started: started() }) }, 'run run-3 did not end'],
    ['another tree is pinned', { pin: pin('c') }, 'live is bbbbbbb, the pin is ccccccc'],
    [
      'a step of the last attempt failed',
      { record: after(failedReceipt()) },
      'run run-2 failed at: serverless deploy',
    ],
    ['somebody changed it by hand', { live: changed }, 'what is live was changed since run run-1'],
    [
      'it was verified after a deploy that the provider never confirmed',
      { record: after(failedReceipt({ failure: notVerified, fingerprint: null })) },
      'what is live was changed since run run-2',
    ],
    [
      'the last attempt was interrupted',
      { record: after(receipt({ run: 'run-5', outcome: 'interrupted', verdict: null })) },
      'run run-5 was interrupted',
    ],
  ])('fails when %s', (_when, change, evidence) => {
    expect(found(change)).toMatchObject({
      verdict: 'failed',
      evidence,
      remedy: 'npx nx run-many -t deploy --configuration=dev',
    });
  });
});
