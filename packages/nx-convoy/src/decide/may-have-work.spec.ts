import {
  failedReceipt,
  ledgerState,
  neverDeployed,
  pin,
  record,
  resolvedComponent,
  started,
} from '../../tests/fakes/values';
import type { ComponentRecord } from '../model/receipt';
import { mayHaveWork } from './may-have-work';

const judged = (backend: ComponentRecord, more: { pin?: string; declaration?: string } = {}): boolean =>
  mayHaveWork(
    {
      component: resolvedComponent({ declaration: more.declaration ?? 'declaration-1' }),
      pin: pin(more.pin ?? 'b'),
    },
    ledgerState({ backend }),
  );

it('sees no work in a component that is verified at its pin', () => {
  expect(judged(record())).toBe(false);
});

it('sees work in a component that the ledger does not know', () => {
  expect(mayHaveWork({ component: resolvedComponent(), pin: pin() }, ledgerState())).toBe(true);
});

it.each<[string, ComponentRecord, { pin?: string; declaration?: string }]>([
  ['was never deployed', neverDeployed, {}],
  ['has an open attempt', record({ started: started() }), {}],
  [
    'failed the last time: a failed attempt never counts as “no changes”',
    record({ last: failedReceipt() }),
    {},
  ],
  ['is pinned to another tree', record(), { pin: 'c' }],
  ['is declared otherwise', record(), { declaration: 'declaration-2' }],
])('sees work in a component that %s', (_which, backend, more) => {
  expect(judged(backend, more)).toBe(true);
});
