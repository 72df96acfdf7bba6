import { alignCommand } from '../decide/layers/align-command';
import { isBug } from '../model/is-bug';
import type { SharedLayer } from '../model/layers-document';
import type { CheckResult } from '../model/verdict';
import { presentComponents } from '../decide/present-components';
import { sharedLayers } from './layers';
import type { Order } from './order';
import type { World } from './world';

/**
 * Of a component that publishes layers: whether the callers of all functions that share them get the same version. Asked by a verification alone: within a deploy
 * its dependents get theirs only later, and the run is judged as a whole at its end.
 */
export async function checkSharedLayers(order: Order, world: World): Promise<CheckResult[]> {
  const { component, manifest } = order;
  if (component.observes.layers.length === 0) return [];
  const began = Date.parse(world.clock.now());
  const milliseconds = (): number => Date.parse(world.clock.now()) - began;
  try {
    const components = presentComponents(manifest, component.environment);
    const layers = await sharedLayers([component], components, world);
    return layers.map((layer) => resultOf(layer, milliseconds(), component.environment));
  } catch (cause) {
    if (isBug(cause)) throw cause;
    const evidence = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'verify again when the provider answers';
    return [
      { name: 'shared layers', verdict: 'inconclusive', milliseconds: milliseconds(), evidence, remedy },
    ];
  }
}

function resultOf(shared: SharedLayer, milliseconds: number, environment: string): CheckResult {
  const { layer, newest, uses, trouble } = shared;
  const name = `layer ${layer} is the same for all`;
  if (trouble.length === 0)
    return {
      name,
      verdict: 'passed',
      milliseconds,
      evidence: `${uses.length} functions, newest is ${newest ?? 'none'}`,
    };
  const remedy = alignCommand(environment, [shared]);
  return { name, verdict: 'failed', milliseconds, evidence: trouble.join('; '), remedy };
}
