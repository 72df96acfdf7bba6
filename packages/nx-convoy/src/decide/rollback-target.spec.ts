import { failedReceipt, ledgerState, receipt, record, started, tree, commit } from '../../tests/fakes/values';
import { releaseSummary } from '../../tests/fakes/values-of-release';
import type { ComponentRecord, LedgerState, ReleaseSummary } from '../model/receipt';
import { rollbackTarget } from './rollback-target';

const at = (letter: string) => ({ commit: commit(letter), tree: tree(letter) });
/** Releases of one component, named by their letters, the oldest first. */
const releases = (...letters: string[]): ReleaseSummary[] =>
  letters.map((letter) => releaseSummary({ run: `run-${letter}`, components: { backend: at(letter) } }));
function state(known: readonly ReleaseSummary[], backend: ComponentRecord, more: Partial<LedgerState> = {}) {
  return { ...ledgerState({ backend }), releases: [...known], ...more };
}
/** Verified at a letter. */
const live = (letter: string) => record({ last: receipt(at(letter)), verified: receipt(at(letter)) });
const chosen = (found: ReturnType<typeof rollbackTarget>): string =>
  found.type === 'target' ? found.release.run : found.because;

describe('the release that a rollback goes back to', () => {
  it('is the release before a complete one', () => {
    const found = rollbackTarget(state(releases('a', 'b'), live('b')));
    expect(found).toMatchObject({ type: 'target', because: 'the newest release that is not what is live' });
    expect(chosen(found)).toBe('run-a');
  });

  it.each<[string, ComponentRecord]>([
    ['a failed', { ...live('b'), last: failedReceipt(at('c')) }],
    [
      'an interrupted',
      { ...live('b'), last: failedReceipt({ ...at('c'), outcome: 'interrupted', failure: null }) },
    ],
    ['a killed', { ...live('b'), started: started(at('c')) }],
    ['a partial', live('c')],
    [
      'a failed verification after a complete',
      { ...live('b'), last: receipt({ ...at('b'), verdict: 'failed' }) },
    ],
  ])('is the last release after %s run', (_which, backend) => {
    const found = rollbackTarget(state(releases('a', 'b'), backend));
    expect(found).toMatchObject({ because: 'the last release; what is live is not the whole of it' });
    expect(chosen(found)).toBe('run-b');
  });

  it('goes past a release that is the same as what is live', () => {
    const known = [...releases('a', 'b'), releaseSummary({ run: 'again', components: { backend: at('b') } })];
    expect(chosen(rollbackTarget(state(known, live('b'))))).toBe('run-a');
  });

  it('is not what is live as long as any component of the release is not', () => {
    const both = releaseSummary({ run: 'both', components: { backend: at('b'), worker: at('b') } });
    expect(chosen(rollbackTarget(state([both], live('b'))))).toBe('both');
  });

  it('stays the one that an unfinished rollback began to go back to', () => {
    const rollback = { run: 'run-5', target: 'run-a', failed: [] };
    const found = rollbackTarget(state(releases('a', 'b', 'c'), live('a'), { rollback }));
    expect(found).toMatchObject({ because: 'run run-5 began to go back to it' });
    expect(chosen(found)).toBe('run-a');
  });

  it('is the one that was named, however far back', () => {
    const found = rollbackTarget(state(releases('a', 'b', 'c'), live('c')), 'run-a');
    expect(found).toMatchObject({ because: 'it was named' });
    expect(chosen(found)).toBe('run-a');
  });

  it.each([
    ['there has been no release', [], 'there has been no release here yet'],
    [
      'the first release is live',
      releases('b'),
      'what is live is the first release here, and there is nothing before it',
    ],
  ])('is none where %s', (_when, known, because) => {
    expect(rollbackTarget(state(known, live('b')))).toEqual({ type: 'none', because });
  });

  it('is none where what was named was no release, and the known ones are listed', () => {
    const many = releases('a', 'b', 'c', 'd', 'e', 'f');
    expect(chosen(rollbackTarget(state(many, live('f')), 'run-x'))).toBe(
      'run run-x was no release here; there are run-b, run-c, run-d, run-e, run-f',
    );
    expect(chosen(rollbackTarget(state([], live('f')), 'run-x'))).toContain('there is none');
  });
});
