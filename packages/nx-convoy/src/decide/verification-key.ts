import { digestOf } from '../model/digest';
import type { Pin } from '../model/pin';
import type { Check, ResolvedComponent } from '../model/resolved-component';

/** Everything that a verification is about. Values of secrets are not in it, their names are. */
export interface Verification {
  readonly series: string;
  readonly world: string;
  /** Where the ledger is: two sandboxes are two worlds. */
  readonly ledger: string;
  readonly component: ResolvedComponent;
  /** What it is held to: its pin, or what a rollback brought back. */
  readonly meant: Pin;
  readonly target: string | null;
  /** With the outputs of other components filled in. */
  readonly checks: readonly Check[];
  /** Of the component's live state. */
  readonly fingerprint: string;
  /** What checks look at beside it. */
  readonly surroundings: unknown;
  /** Version of the plugin: other code may judge otherwise. */
  readonly plugin: string;
}

/** The key under which Nx keeps a pass: equal keys say that verifying again would look at the same things. It begins with its series. */
export function verificationKey(verification: Verification): string {
  const { series, component, ...rest } = verification;
  const { account, region, environment, declaration, variables, observes } = component;
  return `${series}:${digestOf({ ...rest, account, region, environment, declaration, variables, observes })}`;
}
