import { unverifiedSet, type PinnedNow } from '../decide/publication/unverified-set';
import type { EnvironmentDeclaration } from '../model/manifest';
import { releaseCommitUnknown, releaseNotVerified } from '../model/publication-errors';
import type { LedgerState, ReleaseSummary } from '../model/receipt';
import type { ResolvedComponent } from '../model/resolved-component';
import { guardAccount } from './guard-account';
import type { KnownPins } from './promotion';
import { status } from './status';
import type { World } from './world';

export interface ReleaseQuestion {
  readonly environment: string;
  readonly declaration: EnvironmentDeclaration;
  readonly pins: KnownPins;
  /** Every component that exists in the environment. */
  readonly components: readonly ResolvedComponent[];
  readonly state: LedgerState;
}

/** The newest release, if it is what is pinned, verified and live. The providers are asked only where ledger and pins agree. */
export async function verifiedRelease(question: ReleaseQuestion, world: World): Promise<ReleaseSummary> {
  const { environment, declaration, pins, components, state } = question;
  const known = components.map(({ name }) => ({ component: name, pin: pins[name] ?? null, verdict: null }));
  refuseUnverified(environment, state, known);
  await guardAccount({ ...declaration, environment }, world);
  const seen = await Promise.all(
    components.map(async (component): Promise<PinnedNow> => {
      const pin = pins[component.name] ?? null;
      const { verdict } = await status({ component, pin }, state, world);
      return { component: component.name, pin, verdict };
    }),
  );
  refuseUnverified(environment, state, seen);
  const release = state.releases.at(-1);
  if (release === undefined) throw new RangeError(`${environment} has no release, and nobody refused`);
  return release;
}

function refuseUnverified(environment: string, state: LedgerState, components: readonly PinnedNow[]): void {
  const lines = unverifiedSet({ state, components });
  if (lines.length > 0) throw releaseNotVerified(environment, lines);
}

export interface CommitQuestion {
  readonly environment: string;
  readonly release: ReleaseSummary;
  /** Where a commit that is not here may be. */
  readonly remote: string;
}

/** The commit of this repository at which the release was made. */
export async function coordinationCommit(question: CommitQuestion, world: World): Promise<string> {
  const { environment, release, remote } = question;
  const whole = await world.ledger.release(environment, release.run);
  const commit = whole?.coordinationCommit ?? null;
  if (commit === null || (await world.coordination.contains(commit)) === null)
    throw releaseCommitUnknown(commit, remote);
  return commit;
}
