import { transitiveDependents } from './decide/dependents-of';
import type { Order } from './flows/order';
import { componentEntry, existsIn } from './model/component-entry';
import type { Pin } from './model/pin';
import type { ResolvedComponent } from './model/resolved-component';
import type { RunContext } from './model/run-context';
import { dependenciesOf, pinOrNull, requirePin, type Workspace } from './workspace';

/** The order of one component within a run, from the tracked files: its pin, or what the run takes from a local checkout instead. */
export async function orderFor(
  workspace: Workspace,
  component: ResolvedComponent,
  run: RunContext,
): Promise<Order> {
  const { manifest } = workspace;
  const { name, environment } = component;
  const source = run.source?.component === name ? run.source : null;
  return {
    run: run.run,
    component,
    pin: source?.pin ?? (await requirePin(workspace, name, environment)),
    manifest,
    elsewhere: await pinnedElsewhere(workspace, component),
    source: source === null ? null : { dirty: source.dirty },
    overwritesSource: run.named.includes(name) || run.flags.overwriteSource,
    proven: null,
    alarmsBefore: null,
    series: run.series[name] ?? null,
    dependencies: await dependenciesOf(workspace, name, environment),
  };
}

/** Components of the environment that depend on this one, directly or not. */
export function dependentsIn({ manifest }: Workspace, component: string, environment: string): string[] {
  return transitiveDependents(manifest, component).filter((name) => {
    const entry = componentEntry(manifest, name);
    return entry !== null && existsIn(entry, environment);
  });
}

/** Where other environments have the component: what is known there is not foreign here. */
async function pinnedElsewhere(workspace: Workspace, component: ResolvedComponent): Promise<string[]> {
  const others = Object.keys(workspace.manifest.environments).filter(
    (environment) => environment !== component.environment,
  );
  const pins = await Promise.all(
    others.map((environment) => pinOrNull(workspace, component.name, environment)),
  );
  return pins.filter((pin): pin is Pin => pin !== null).map((pin) => pin.commit);
}
