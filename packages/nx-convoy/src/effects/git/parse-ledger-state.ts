import { ledgerCorrupt } from '../../model/errors';
import { ledgerStateSchema, type LedgerState } from '../../model/receipt';
import { parseLedgerFile, type Expected } from './parse-ledger-file';

/** The state as the branch keeps it. A fact of another world or environment inside it would be believed by everyone, so it is refused too. */
export function parseLedgerState(text: string, expected: Expected): LedgerState {
  const state = parseLedgerFile(text, expected, ledgerStateSchema);
  const entries = Object.values(state.components).flatMap(({ started, last, verified }) =>
    [started, last, verified].filter((each) => each !== null),
  );
  const stranger = entries.find(
    ({ world, environment }) => world !== expected.world || environment !== expected.environment,
  );
  if (stranger === undefined) return state;
  const { component, world, environment } = stranger;
  throw ledgerCorrupt(expected.path, `what it says of ${component} belongs to ${world}/${environment}`);
}
