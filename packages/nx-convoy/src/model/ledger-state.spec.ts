import { commit, failedReceipt, ledgerState, receipt, started, tree } from '../../tests/fakes/values';
import {
  hold,
  occurrence,
  release,
  releasedComponent,
  rolledBack,
} from '../../tests/fakes/values-of-release';
import { entryPath } from './entry-path';
import { applyEntries, emptyLedger } from './ledger-state';
import type { ComponentRecord, LedgerEntry, LedgerState } from './receipt';

function after(...entries: LedgerEntry[]): ComponentRecord | undefined {
  return applyEntries(emptyLedger('sandbox', 'dev'), entries).components['backend'];
}
const at = (hour: number): string => `2026-03-01T${hour}:00:00.000Z`;

describe('applyEntries', () => {
  it('leaves the state before as it was', () => {
    const before = ledgerState();
    applyEntries(before, [receipt()]);
    expect(before).toEqual(ledgerState());
  });

  it('ends an attempt by its own receipt', () => {
    expect(after(started({ run: 'run-1' }), receipt())?.started).toBeNull();
    expect(after(started({ run: 'run-1' }), failedReceipt({ run: 'run-1' }))?.started).toBeNull();
  });

  it('ends it by a later deploy, but not because somebody looked at it', () => {
    const lost = started({ run: 'lost', startedAt: at(10) });
    expect(after(lost, receipt({ run: 'later', startedAt: at(11) }))?.started).toBeNull();
    expect(after(lost, receipt({ run: 'later', startedAt: at(11), verb: 'verify' }))?.started).toEqual(lost);
    expect(after(lost, receipt({ run: 'earlier', startedAt: '2026-03-01T09:00:00.000Z' }))?.started).toEqual(
      lost,
    );
  });

  it('tells the last receipt from the last that was verified', () => {
    const [good, bad] = [receipt({ finishedAt: at(10) }), failedReceipt({ finishedAt: at(11) })];
    expect(after(good, bad)).toMatchObject({ started: null, last: bad, verified: good });
  });

  it.each([
    ['deployed', 'failed'],
    ['deployed', 'inconclusive'],
    ['deployed', null],
    ['failed', 'passed'],
    ['interrupted', 'passed'],
  ] as const)('does not take %s with verdict %s for verified', (outcome, verdict) => {
    expect(after(receipt({ outcome, verdict }))?.verified).toBeNull();
  });

  it('never lets a receipt that arrives late become current over a newer one', () => {
    const [first, second, third] = [
      receipt({ run: 'first', finishedAt: at(10) }),
      receipt({ run: 'second', finishedAt: at(11) }),
      failedReceipt({ run: 'third', finishedAt: at(12) }),
    ];
    expect(after(first, third, second)).toMatchObject({ started: null, last: third, verified: second });
    expect(after(second, first)).toMatchObject({ started: null, last: second, verified: second });
  });
});

const state = (...entries: LedgerEntry[]): LedgerState =>
  applyEntries(emptyLedger('sandbox', 'dev'), entries);
const places = (letter: string) => ({
  backend: releasedComponent({ commit: commit(letter), tree: tree(letter) }),
});

describe('a receipt that is delivered late', () => {
  it('ends its own attempt and becomes current where nothing newer began', () => {
    const own = receipt({ run: 'run-3', late: true, startedAt: at(11), finishedAt: at(12) });
    expect(after(started({ run: 'run-3', startedAt: at(11) }), own)).toMatchObject({
      started: null,
      verified: own,
    });
  });

  it('is history as soon as a newer attempt began, even if that one is still open', () => {
    const [first, late] = [
      receipt({ run: 'run-1', finishedAt: at(10) }),
      receipt({ run: 'run-2', late: true, commit: commit('c'), startedAt: at(11), finishedAt: at(12) }),
    ];
    const newer = started({ run: 'run-3', startedAt: at(13) });
    expect(after(first, newer, late)).toMatchObject({ started: newer, last: first, verified: first });
  });

  it('is not ended by it: an attempt that is delivered late never replaces a newer one', () => {
    const newer = started({ run: 'run-3', startedAt: at(13) });
    expect(after(newer, started({ run: 'run-2', startedAt: at(11) }))?.started).toEqual(newer);
  });
});

describe('trees that passed', () => {
  it('are kept newest first, each once', () => {
    const [a, b, again] = [
      receipt({ run: 'one', commit: commit('a'), tree: tree('a') }),
      receipt({ run: 'two' }),
      receipt({ run: 'three', commit: commit('a'), tree: tree('a') }),
    ];
    expect(after(a, b, again)?.passed.map(({ run, tree: passed }) => [run, passed])).toEqual([
      ['three', tree('a')],
      ['two', tree('b')],
    ]);
  });

  it('are never those of a failed attempt, nor of a local checkout', () => {
    expect(after(failedReceipt())?.passed).toEqual([]);
    expect(after(receipt({ source: { dirty: false } }))).toMatchObject({
      passed: [],
      verified: { run: 'run-1' },
    });
  });

  it('are forgotten only when there are many newer ones', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      receipt({ tree: index.toString(16).padStart(64, '0') }),
    );
    const kept = after(...many)?.passed ?? [];
    expect(kept).toHaveLength(30);
    expect(kept[0]?.tree).toMatch(/27$/);
  });
});

describe('releases', () => {
  it('are listed oldest first, with where their whole stands', () => {
    const [first, second] = [
      release({ run: 'one', finishedAt: at(10) }),
      release({ run: 'two', finishedAt: at(11) }),
    ];
    const { releases } = state(second, first);
    expect(releases).toMatchObject([{ run: 'one' }, { run: 'two', entry: entryPath(second) }]);
    expect(releases[0]?.components).toEqual({ backend: { commit: commit('a'), tree: tree('a') } });
  });

  it('of one run is one, however often it is told', () => {
    expect(state(release(), release({ finishedAt: at(11) })).releases).toHaveLength(1);
  });

  it('end a hold and an unfinished rollback: the set is at its pins', () => {
    const before = {
      ...ledgerState(),
      hold: hold(),
      rollback: { run: 'run-5', target: 'run-0', failed: [] },
    };
    expect(applyEntries(before, [release({ finishedAt: at(20) })])).toMatchObject({
      hold: null,
      rollback: null,
    });
  });

  it('that arrive after they were rolled back are history: they end no hold and are gone back to no more', () => {
    const [zero, undone] = [
      release(),
      release({ run: 'run-1', finishedAt: at(11), components: places('b') }),
    ];
    const back = [
      started({ run: 'run-5', verb: 'rollback', target: 'run-0', startedAt: at(12) }),
      rolledBack(),
      occurrence({ kind: 'rolled-back', target: 'run-0' }),
    ];
    const found = state(zero, receipt(), ...back, undone);
    expect(found.hold).toMatchObject({ trees: { backend: tree('b') } });
    expect(found.releases.map(({ run }) => run)).toEqual(['run-0']);
  });
});

describe('a rollback', () => {
  const begun = started({ run: 'run-5', verb: 'rollback', target: 'run-0', startedAt: at(12) });

  it('is open from its first effect on, with what had failed before it', () => {
    const found = state(failedReceipt({ component: 'worker' }), receipt(), begun);
    expect(found.rollback).toEqual({ run: 'run-5', target: 'run-0', failed: ['worker'] });
  });

  it('that is resumed by another run stays the same one', () => {
    const resumed = started({ run: 'run-7', verb: 'rollback', target: 'run-0', startedAt: at(14) });
    expect(state(failedReceipt(), begun, resumed).rollback).toMatchObject({
      run: 'run-5',
      failed: ['backend'],
    });
  });

  it('is recorded as rolled back, verified, and holds its tree from then on', () => {
    const found = state(receipt(), begun, rolledBack());
    expect(found.components['backend']).toMatchObject({
      started: null,
      verified: { outcome: 'rolled-back' },
    });
    expect(found.hold).toEqual({ ...hold(), at: '2026-03-01T12:01:00.000Z' });
  });

  it('that stops in the middle holds what it has undone, and stays open', () => {
    const found = state(failedReceipt({ component: 'worker' }), begun, rolledBack());
    expect(found.hold).toMatchObject({ trees: { backend: tree('b') }, failed: ['worker'] });
    expect(found.rollback).toMatchObject({ target: 'run-0' });
  });

  it('holds nothing where nothing is to be held, nor by a receipt that failed', () => {
    expect(state(begun, rolledBack({ held: null })).hold).toBeNull();
    expect(state(begun, rolledBack({ outcome: 'failed', verdict: null })).hold).toBeNull();
  });

  it('that is whole ends, and what came after its target is no release any more', () => {
    const releases = [
      release({ run: 'run-0' }),
      release({ run: 'run-1', finishedAt: at(10) }),
      release({ run: 'run-2', finishedAt: at(11) }),
    ];
    const found = state(...releases, begun, occurrence({ kind: 'rolled-back', target: 'run-0' }));
    expect(found.releases.map(({ run }) => run)).toEqual(['run-0']);
    expect(found.rollback).toBeNull();
  });

  it('is given up by a deploy that begins instead', () => {
    expect(state(begun, started({ run: 'run-8', startedAt: at(15) })).rollback).toBeNull();
  });
});

describe('an occurrence', () => {
  it('releases a hold', () => {
    const held = { ...ledgerState(), hold: hold() };
    expect(
      applyEntries(held, [occurrence({ kind: 'hold-released', reason: 'fixed by hand' })]).hold,
    ).toBeNull();
  });

  it('of an unlock changes nothing of what is true', () => {
    const before = { ...ledgerState(), hold: hold() };
    expect(applyEntries(before, [occurrence({ kind: 'unlocked', reason: 'gone', holder: 'x' })])).toEqual(
      before,
    );
  });
});
