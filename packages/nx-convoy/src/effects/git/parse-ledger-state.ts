import { ledgerCorrupt } from '../../model/errors';
import { ledgerStateSchema, type LedgerState, type WorldName } from '../../model/receipt';

export interface Expected {
  /** Where the text was read, for the refusal. */
  readonly path: string;
  readonly world: WorldName;
  readonly environment: string;
}

/** The state as the branch keeps it; anything but what this version writes for this world and environment is refused. */
export function parseLedgerState(text: string, expected: Expected): LedgerState {
  const value = parsed(text, expected.path);
  const version = versionOf(value);
  if (version !== 1)
    throw ledgerCorrupt(
      expected.path,
      `its version is ${JSON.stringify(version)}; this nx-convoy reads version 1`,
    );
  const state = ledgerStateSchema.safeParse(value);
  if (!state.success) {
    const [issue] = state.error.issues;
    throw ledgerCorrupt(expected.path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { world, environment } = state.data;
  if (world !== expected.world)
    throw ledgerCorrupt(expected.path, `it belongs to world ${world}, and this is world ${expected.world}`);
  if (environment !== expected.environment)
    throw ledgerCorrupt(expected.path, `it belongs to environment ${environment}`);
  return state.data;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw ledgerCorrupt(path, `it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
}
