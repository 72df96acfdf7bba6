import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';

/** What one task is asked to do: one component in one environment, within a run. */
export interface Order {
  readonly run: string;
  readonly component: ResolvedComponent;
  readonly pin: Pin;
  readonly manifest: Manifest;
  /** Everything that must be verified before, direct or not, of what exists in the environment. */
  readonly dependencies: readonly { readonly name: string; readonly pin: Pin | null }[];
}
