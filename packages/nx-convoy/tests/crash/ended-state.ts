import type { LockHolder } from '../../src/model/lock';
import type { LedgerState } from '../../src/model/receipt';
import { StateFile } from './captured';
import { SeedWorld } from './seed-world';

/** What is left of a run: everything that must be the same whether it was killed or not. */
export interface EndedState {
  readonly digests: Record<string, string | null>;
  readonly verdicts: Record<string, string | null>;
  readonly releases: number;
  readonly open: string[];
  readonly lock: string | null;
  /** Effects by idempotency key, each once. */
  readonly effects: string[];
  /** Those that must not happen twice, as often as they did. */
  readonly once: string[];
  /** Effects in the order in which they happened, as often as they did. */
  readonly happened: string[];
  /** By which run each component was verified. */
  readonly verifiedBy: Record<string, string | null>;
  readonly messages: string[];
}

const NEVER_TWICE = /^(migration|push) /;

export function endedState(folder: string): EndedState {
  const seed = new SeedWorld();
  const state = new StateFile(`${folder}/state`).read();
  if (state === null) throw new TypeError(`${folder} has no state`);
  seed.restore(state);
  // Without its fence the fake ledger writes a lock that nobody took.
  const lock = seed.records.locks.get('dev') as Partial<LockHolder> | undefined;
  const branch = seed.records.branches.get('dev');
  const ledger = JSON.parse(branch?.files.get('state.json') ?? '{}') as LedgerState;
  const records = Object.entries(ledger.components);
  return {
    digests: Object.fromEntries(
      records.map(([name, { verified }]) => [name, verified?.contentDigest ?? null]),
    ),
    verdicts: Object.fromEntries(records.map(([name, { last }]) => [name, last?.verdict ?? null])),
    releases: ledger.releases.length,
    open: records.filter(([, { started }]) => started !== null).map(([name]) => name),
    lock: lock?.claim?.run ?? null,
    effects: [...new Set(seed.effects)].sort(),
    once: [...seed.effects.filter((each) => NEVER_TWICE.test(each)), ...versionsOf(seed)].sort(),
    happened: [...seed.effects],
    verifiedBy: Object.fromEntries(records.map(([name, { verified }]) => [name, verified?.run ?? null])),
    messages: branch?.messages ?? [],
  };
}

/** Published versions and Pages deployments: the same code is published once, the same commit is built once. */
function versionsOf(seed: SeedWorld): string[] {
  const { front, aws } = seed as unknown as {
    front: { deployments: { commit: string }[] };
    aws: { functions: { functions: Map<string, { published: number }> } };
  };
  const functions = [...aws.functions.functions];
  return [
    ...front.deployments.map(({ commit }) => `built ${commit}`),
    ...functions.map(([name, { published }]) => `published ${name} ${published}`),
  ];
}
