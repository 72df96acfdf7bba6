import type { LedgerState } from '../model/receipt';
import type { OutputSource, ResolvedComponent } from '../model/resolved-component';
import type { World } from './world';

/** Outputs by component, then by name. */
export type OutputValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The outputs that other components left in their receipts. */
export function recordedOutputs(ledger: LedgerState): OutputValues {
  return Object.fromEntries(
    Object.entries(ledger.components).map(([name, record]) => [name, record.verified?.outputs ?? {}]),
  );
}

/** Reads a component's own outputs from the provider; one that does not exist (yet) is left out. */
export async function readOutputs(
  component: ResolvedComponent,
  world: World,
): Promise<Record<string, string>> {
  const entries = await Promise.all(
    Object.entries(component.outputs).map(
      async ([name, source]) => [name, await readOutput(source, component, world)] as const,
    ),
  );
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

async function readOutput(
  source: OutputSource,
  component: ResolvedComponent,
  world: World,
): Promise<string | null> {
  const cloud = world.cloud(component.region);
  if ('parameter' in source) return cloud.parameter(source.parameter);
  return (await cloud.stack(source.stack))?.outputs[source.output] ?? null;
}
