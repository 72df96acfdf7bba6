import { commit, ledgerState, pin, receipt, record, started, tree } from '../../tests/fakes/values';
import { releaseSummary } from '../../tests/fakes/values-of-release';
import { isWholeSetBack } from './whole-set-back';

const back = receipt({ commit: commit('a'), tree: tree('a') });
const wanted = ['backend', 'worker'].map((component) => ({ component, pin: pin('b') }));
const place = { commit: commit('a'), tree: tree('a') };
const target = releaseSummary({ components: { backend: place, worker: place, gone: place } });
const settled = record({ last: back, verified: back });

it('is back when every component that still exists is what it was', () => {
  expect(isWholeSetBack(target, wanted, ledgerState({ backend: settled, worker: settled }))).toBe(true);
});

it('is not back while one is not, or is under way', () => {
  expect(isWholeSetBack(target, wanted, ledgerState({ backend: settled, worker: record() }))).toBe(false);
  const open = { ...settled, started: started() };
  expect(isWholeSetBack(target, wanted, ledgerState({ backend: settled, worker: open }))).toBe(false);
});

it('does not wait for a component that the release did not know: it stays as it is', () => {
  const more = [...wanted, { component: 'new', pin: pin('b') }];
  expect(
    isWholeSetBack(target, more, ledgerState({ backend: settled, worker: settled, new: record() })),
  ).toBe(true);
});
