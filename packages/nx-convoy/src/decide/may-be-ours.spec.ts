import { failedReceipt, liveState, neverDeployed, receipt, record, started } from '../../tests/fakes/values';
import type { ComponentRecord, Receipt } from '../model/receipt';
import { mayBeOurs } from './may-be-ours';

const ended = (last: Receipt): ComponentRecord => record({ last });
const stack = (status: string) =>
  liveState({ stacks: [{ name: 'main', status, updatedAt: null, outputs: {} }] });

it.each<[string, ComponentRecord]>([
  ['an attempt is open', record({ started: started() })],
  ['the last one stopped at a step', ended(failedReceipt())],
  ['the last one was interrupted', ended(failedReceipt({ outcome: 'interrupted', failure: null }))],
  ['the last one gave up waiting', ended(failedReceipt({ after: stack('UPDATE_IN_PROGRESS') }))],
])('what goes on may be ours where %s', (_when, known) => {
  expect(mayBeOurs(known)).toBe(true);
});

it.each<[string, ComponentRecord]>([
  ['nothing was ever deployed', neverDeployed],
  ['the last attempt passed', record()],
  [
    'the last attempt saw the providers at rest',
    ended(failedReceipt({ after: stack('UPDATE_ROLLBACK_COMPLETE') })),
  ],
  ['only its checks failed', ended(receipt({ outcome: 'failed', verdict: 'failed' }))],
])("what goes on is somebody else's where %s", (_when, known) => {
  expect(mayBeOurs(known)).toBe(false);
});
