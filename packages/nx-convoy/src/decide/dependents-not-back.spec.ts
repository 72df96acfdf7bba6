import {
  commit,
  failedReceipt,
  ledgerState,
  neverDeployed,
  receipt,
  record,
  started,
  tree,
} from '../../tests/fakes/values';
import { releasedComponent } from '../../tests/fakes/values-of-release';
import type { ComponentRecord } from '../model/receipt';
import { dependentsNotBack } from './dependents-not-back';

const target = { components: { backend: releasedComponent() } };
const back = receipt({ commit: commit('a'), tree: tree('a') });
const standing = (backend: ComponentRecord): string[] =>
  dependentsNotBack(['backend'], target, ledgerState({ backend }));

it('finds none where the dependent is what it was in the release', () => {
  expect(standing(record({ last: back, verified: back }))).toEqual([]);
});

it.each<[string, ComponentRecord]>([
  ['is at a later tree', record()],
  ['is under way', record({ last: back, verified: back, started: started() })],
  ['failed to go back', record({ last: failedReceipt({ verb: 'rollback' }), verified: back })],
])('finds a dependent that %s', (_which, backend) => {
  expect(standing(backend)).toEqual(['backend']);
});

it('lets those be that the release did not know, and those that were never there', () => {
  expect(dependentsNotBack(['new'], target, ledgerState({ new: record() }))).toEqual([]);
  expect(dependentsNotBack(['backend'], target, ledgerState())).toEqual([]);
  expect(standing(neverDeployed)).toEqual([]);
});
