import type { z } from 'zod';
import { ledgerCorrupt } from '../../model/errors';
import type { WorldName } from '../../model/receipt';

export interface Expected {
  /** Where the text was read, for the refusal. */
  readonly path: string;
  readonly world: WorldName;
  readonly environment: string;
}

/** A file of the ledger of this version, world and environment; anything else is refused, so that it is neither believed nor overwritten. */
export function parseLedgerFile<T extends { readonly world: WorldName; readonly environment: string }>(
  text: string,
  expected: Expected,
  schema: z.ZodType<T>,
): T {
  const value = parsed(text, expected.path);
  const version = versionOf(value);
  if (version !== 1)
    throw ledgerCorrupt(
      expected.path,
      `its version is ${JSON.stringify(version)}; this nx-convoy reads version 1`,
    );
  const found = schema.safeParse(value);
  if (!found.success) {
    const [issue] = found.error.issues;
    throw ledgerCorrupt(expected.path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { world, environment } = found.data;
  if (world !== expected.world)
    throw ledgerCorrupt(expected.path, `it belongs to world ${world}, and this is world ${expected.world}`);
  if (environment !== expected.environment)
    throw ledgerCorrupt(expected.path, `it belongs to environment ${environment}`);
  return found.data;
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
