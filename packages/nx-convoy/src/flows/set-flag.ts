import type { FeatureFlag } from '../decide/feature-flags-of';
import { featureFlagNotSet } from '../model/feature-flag-errors';
import type { EnvironmentDeclaration } from '../model/manifest';
import type { Occurrence } from '../model/receipt';
import { guardAccount } from './guard-account';
import { recordOccurrences } from './record-occurrences';
import type { World } from './world';

export interface FlagChange {
  readonly run: string;
  readonly environment: string;
  readonly declaration: EnvironmentDeclaration;
  readonly flag: FeatureFlag;
  readonly value: string;
  /** Empty: nobody said why. */
  readonly reason: string;
}

/** What the flag is now; null: it was never set. Changes nothing. */
export async function readFlag(change: FlagChange, world: World): Promise<string | null> {
  const { environment, declaration, flag } = change;
  await guardAccount({ ...declaration, environment }, world);
  return world.cloud(declaration.region).parameter(flag.parameter);
}

/**
 * Sets a feature flag under the lock of its environment: said in the ledger before, done, read back, and recorded. Answers what it was under the
 * lock. One that is so already is left alone.
 */
export async function setFlag(change: FlagChange, world: World): Promise<string | null> {
  const { environment } = change;
  const token = await world.lease.take(environment, 'flag');
  try {
    return await underLock(change, token, world);
  } catch (cause) {
    // The first trouble is what is told; a lock that could not be freed runs out by itself.
    await world.ledger.close(environment, [], token).catch(() => undefined);
    throw cause;
  }
}

async function underLock(change: FlagChange, token: string, world: World): Promise<string | null> {
  const { environment, flag, value } = change;
  const before = await readFlag(change, world);
  if (before === value) {
    await world.ledger.close(environment, [], token);
    return before;
  }
  const entry = entries({ change, before, token }, world);
  await world.ledger.append(environment, [entry('flag-begun', value)], token);
  await world.lease.confirm(environment);
  const cloud = world.cloud(change.declaration.region);
  await cloud.setParameter(flag.parameter, value);
  const found = await cloud.parameter(flag.parameter);
  await recordOccurrences([entry('flag-set', found)], world);
  // Closing alone would say nothing where another run has the lock by now.
  await world.ledger.close(environment, [], token);
  if (found !== value) throw featureFlagNotSet({ flag: flag.name, environment, wanted: value, found });
  return before;
}

interface Recorded {
  readonly change: FlagChange;
  readonly before: string | null;
  readonly token: string;
}

function entries({ change, before, token }: Recorded, world: World) {
  const { run, environment, flag, reason } = change;
  const head = { version: 1 as const, world: world.name, environment, run, who: world.who, token };
  const about = { flag: flag.name, parameter: flag.parameter, before, reason };
  return (kind: 'flag-begun' | 'flag-set', after: string | null): Occurrence => ({
    ...head,
    type: 'occurrence',
    startedAt: world.clock.now(),
    what: { kind, ...about, after },
  });
}
