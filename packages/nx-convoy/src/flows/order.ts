import type { SeenAlarm } from '../model/alarm';
import type { Manifest } from '../model/manifest';
import type { LiveState } from '../model/live-state';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';

/** What one task is asked to do: one component in one environment, within a run. */
export interface Order {
  readonly run: string;
  readonly component: ResolvedComponent;
  readonly pin: Pin;
  readonly manifest: Manifest;
  /** Commits of the component at which migrations are known too: other environments' pins. */
  readonly elsewhere: readonly string[];
  /** Deployed from a local checkout instead of a pin. */
  readonly source: { readonly dirty: boolean } | null;
  /** Whether what came from a local checkout may be replaced by the pin: the component was named, or the person said so. */
  readonly overwritesSource: boolean;
  /** What was proven to be right before, where going back must not be held to what is newest: alias targets and layers. */
  readonly proven: LiveState | null;
  /** The alarms before the first effect, where something was deployed; null: nothing was, and every red one counts. */
  readonly alarmsBefore: readonly SeenAlarm[] | null;
  /** Of a verification: the series of passes that it belongs to; null: nobody asked. */
  readonly series: string | null;
  /** Everything that must be verified before, direct or not, of what exists in the environment. */
  readonly dependencies: readonly { readonly name: string; readonly pin: Pin | null }[];
}
