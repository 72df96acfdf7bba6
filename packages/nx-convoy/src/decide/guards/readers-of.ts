import type { LiveState } from '../../model/live-state';
import { outputReference, placeholdersOf } from '../../model/placeholders';
import type { ResolvedComponent } from '../../model/resolved-component';
import type { Reader } from './still-read-refusal';

/** A component as it was last verified: only what is live reads anything. */
export interface LiveReader {
  /** Its declaration at that time, or the one of now where that is not known. */
  readonly component: Pick<ResolvedComponent, 'name' | 'deploy' | 'checks' | 'migrations' | 'observes'>;
  readonly live: LiveState;
}

/** What live components read of another: outputs that their declaration fills in, layers that they declare or have. Imports of exports are the provider's knowledge. */
export function readersOf(producer: string, others: readonly LiveReader[]): Reader[] {
  return others
    .filter(({ component }) => component.name !== producer)
    .map(({ component, live }) => ({
      component: component.name,
      outputs: outputsIn(component, producer),
      exports: [],
      layers: layersOf(component, live),
    }));
}

/** Wherever in a declaration `{outputs.<producer>.<name>}` may stand, it is text. */
function outputsIn(component: LiveReader['component'], producer: string): string[] {
  return placeholdersOf(JSON.stringify(component)).flatMap((placeholder) => {
    const reference = outputReference(placeholder);
    return reference?.component === producer ? [reference.output] : [];
  });
}

/** A version that a function has (`arn:aws:lambda:<region>:<account>:layer:<name>:<version>`) is read until the function is deployed without it. */
function layersOf({ observes }: LiveReader['component'], live: LiveState): string[] {
  const declared = observes.functions.flatMap(({ layers }) => layers);
  const had = live.functions.flatMap(({ layers }) => layers.map((arn) => arn.split(':').at(-2) ?? ''));
  return [...new Set([...declared, ...had])];
}
