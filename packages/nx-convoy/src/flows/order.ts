import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';

/** What one task is asked to do: one component in one environment, within a run. */
export interface Order {
  readonly run: string;
  readonly component: ResolvedComponent;
  readonly pin: Pin;
  readonly manifest: Manifest;
  /** Direct dependencies that exist in the environment; absent ones are replaced by their own dependencies. */
  readonly dependencies: readonly { readonly name: string; readonly pin: Pin | null }[];
}
