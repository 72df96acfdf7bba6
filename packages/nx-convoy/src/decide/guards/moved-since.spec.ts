import { commit, pin, tree } from '../../../tests/fakes/values';
import type { ReleaseSummary } from '../../model/receipt';
import { movedSince } from './moved-since';

const place = (letter: string) => ({ commit: commit(letter), tree: tree(letter) });
const pass: ReleaseSummary = {
  run: 'run-1',
  at: '2026-03-01T10:00:00Z',
  who: 'somebody',
  adopted: false,
  components: { database: place('a'), backend: place('b'), old: place('c') },
  entry: '',
};

describe('movedSince', () => {
  it('names the pins that moved since the set last passed, new and removed ones too', () => {
    const pins = { database: pin('a'), backend: pin('c'), frontend: pin('d'), old: null, never: null };
    expect(movedSince(pass, pins)).toEqual([
      'backend moved: bbbbbbb → ccccccc',
      'frontend is new: ddddddd',
      'old is no longer pinned',
    ]);
  });

  it('compares trees, not commits', () => {
    const pins = { database: pin('a', { commit: commit('e') }), backend: pin('b'), old: pin('c') };
    expect(movedSince(pass, pins)).toEqual([]);
  });

  it('names none where the set never passed', () => {
    expect(movedSince(null, { backend: pin('b') })).toEqual([]);
  });
});
