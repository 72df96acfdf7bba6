import { failedReceipt, neverDeployed, receipt, record, started, tree } from '../../tests/fakes/values';
import { rolledBack } from '../../tests/fakes/values-of-release';
import type { ComponentRecord } from '../model/receipt';
import { heldTree } from './held-tree';

/** Goes back to `a`, while `d` is pinned. */
const held = (known: ComponentRecord): string | null =>
  heldTree(known, { pinned: tree('d'), target: tree('a') });
const stopped = rolledBack({ outcome: 'failed', verdict: null, held: tree('c') });

it.each<[string, ComponentRecord, string | null]>([
  ['the tree that is live, not a pin that has moved on', record(), 'b'],
  ['the tree of a failed attempt', record({ last: failedReceipt({ tree: tree('c') }) }), 'c'],
  ['the tree of an attempt that was killed', record({ started: started({ tree: tree('c') }) }), 'c'],
  ['what a rollback that stopped was to take away', record({ last: stopped }), 'c'],
  [
    'the same where such a rollback was killed',
    record({
      last: failedReceipt({ tree: tree('c') }),
      started: started({ verb: 'rollback', tree: tree('a') }),
    }),
    'c',
  ],
  [
    'what is pinned where somebody looked in between',
    record({ last: { ...stopped, verb: 'verify', held: null } }),
    'd',
  ],
  ['what is pinned where nothing is known', neverDeployed, 'd'],
  [
    'nothing where what was tried is what it goes back to',
    record({ last: receipt({ tree: tree('a') }) }),
    null,
  ],
])('holds %s', (_what, known, letter) => {
  expect(held(known)).toBe(letter === null ? null : tree(letter));
});
