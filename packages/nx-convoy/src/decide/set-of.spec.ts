import {
  commit,
  failedReceipt,
  ledgerState,
  liveState,
  pin,
  receipt,
  record,
  started,
  tree,
} from '../../tests/fakes/values';
import { releaseSummary } from '../../tests/fakes/values-of-release';
import type { ComponentRecord, LedgerState } from '../model/receipt';
import { isComplete, isReleaseMissing, releasedComponents, settledReceipt } from './set-of';

const wanted = [{ component: 'backend', pin: pin('b') }];
const state = (backend: ComponentRecord, more: Partial<LedgerState> = {}): LedgerState => ({
  ...ledgerState({ backend }),
  ...more,
});
const fromSource = receipt({ source: { dirty: false } });

describe('a complete set', () => {
  it('is every component verified at its pin', () => {
    expect(isComplete(wanted, state(record()))).toBe(true);
    expect(isComplete([...wanted, { component: 'worker', pin: pin('b') }], state(record()))).toBe(false);
  });

  it.each<[string, ComponentRecord]>([
    ['is at another tree', record({ verified: receipt({ tree: tree('a') }) })],
    ['failed since', record({ last: failedReceipt() })],
    ['is under way', record({ started: started() })],
    ['came from a local checkout', record({ last: fromSource, verified: fromSource })],
  ])('is not one of which a component %s', (_which, backend) => {
    expect(isComplete(wanted, state(backend))).toBe(false);
  });

  it('is not one of which a component has no pin', () => {
    expect(isComplete([{ component: 'backend', pin: null }], state(record()))).toBe(false);
  });
});

describe('a missing release', () => {
  const place = (letter: string) => ({ backend: { commit: commit(letter), tree: tree(letter) } });
  const later = '2026-03-01T18:00:00.000Z';

  it('is missing where the set is complete and was never a release', () => {
    expect(isReleaseMissing(wanted, state(record()))).toBe(true);
  });

  it('is missing where the run died before its last word: the last release is another', () => {
    const releases = [releaseSummary({ at: later, components: place('a') })];
    expect(isReleaseMissing(wanted, state(record(), { releases }))).toBe(true);
  });

  it('is missing where the same trees were deployed again since', () => {
    const releases = [releaseSummary({ components: place('b') })];
    expect(isReleaseMissing(wanted, state(record(), { releases }))).toBe(true);
  });

  it('is not missing where the last release is what is live', () => {
    const releases = [releaseSummary({ at: later, components: place('b') })];
    expect(isReleaseMissing(wanted, state(record(), { releases }))).toBe(false);
  });

  it('is not missing while the set is not complete, nor where nothing exists', () => {
    expect(isReleaseMissing(wanted, state(record({ last: failedReceipt() })))).toBe(false);
    expect(isReleaseMissing([], ledgerState())).toBe(false);
  });
});

describe('what a component is now', () => {
  it('is what was verified, unless something began or went wrong since', () => {
    expect(settledReceipt(record())).toEqual(receipt());
    expect(settledReceipt(record({ started: started() }))).toBeNull();
    expect(settledReceipt(record({ last: failedReceipt() }))).toBeNull();
    expect(settledReceipt(undefined)).toBeNull();
  });

  it('is kept in a release with everything that going back needs', () => {
    const verified = receipt({ outputs: { Url: 'x' }, carrier: commit('c'), contentDigest: 'digest' });
    expect(releasedComponents(['backend', 'gone'], state(record({ verified })))).toEqual({
      backend: {
        commit: commit('b'),
        tree: tree('b'),
        declaration: 'declaration-1',
        contentDigest: 'digest',
        live: liveState(),
        outputs: { Url: 'x' },
        carrier: commit('c'),
        stored: [],
        source: null,
      },
    });
  });
});
