import { isVersionOf } from '../../model/layer-arn';
import type { LayerUseRow, SharedLayer } from '../../model/layers-document';
import type { ResolvedComponent } from '../../model/resolved-component';

/** One function that gets the newest version of the layers that it shares; every other layer stays, in its place. */
export interface AlignedFunction {
  readonly component: string;
  readonly function: string;
  /** The alias that callers use, and the version that it names now; null: callers use the function itself. */
  readonly alias: { readonly name: string; readonly version: string | null } | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** For a person: `db-connector 37 → 38`. */
  readonly what: readonly string[];
}

export interface AlignmentPlan {
  /** In deploy order. */
  readonly functions: readonly AlignedFunction[];
  /** Functions that differ and that no component has: left alone. */
  readonly foreign: readonly string[];
}

/** What brings all functions of the manifest to the newest version of every shared layer. */
export function planAlignment(
  layers: readonly SharedLayer[],
  components: readonly ResolvedComponent[],
): AlignmentPlan {
  const rows = layers.flatMap((layer) => layer.uses.map((use) => ({ layer, use })));
  const behind = rows.filter(({ layer, use }) => layer.newestArn !== null && isBehind(layer, use));
  const names = [...new Set(behind.map(({ use }) => use.function))];
  const functions = names.flatMap((name) => alignedFunction(name, behind, components));
  const order = components.map((component) => component.name);
  return {
    functions: functions.sort(
      (left, right) => order.indexOf(left.component) - order.indexOf(right.component),
    ),
    foreign: [...new Set(behind.flatMap(({ use }) => (use.component === null ? [use.function] : [])))],
  };
}

function isBehind(layer: SharedLayer, use: LayerUseRow): boolean {
  return use.version !== layer.newest || use.newestState !== layer.newest;
}

interface Behind {
  readonly layer: SharedLayer;
  readonly use: LayerUseRow;
}

function alignedFunction(
  name: string,
  behind: readonly Behind[],
  components: readonly ResolvedComponent[],
): AlignedFunction[] {
  const own = behind.filter(({ use }) => use.function === name);
  const first = own[0]?.use;
  const component = components.find((each) => each.name === first?.component);
  if (first === undefined || component === undefined) return [];
  const declared = component.observes.functions.find((each) => each.name === name);
  const alias = declared?.alias ?? null;
  return [
    {
      component: component.name,
      function: name,
      alias: alias === null ? null : { name: alias, version: first.functionVersion },
      from: first.attached,
      to: own.reduce<readonly string[]>((layers, { layer }) => withNewest(layers, layer), first.attached),
      what: own.map(({ layer, use }) => `${layer.layer} ${use.version ?? 'none'} → ${layer.newest ?? ''}`),
    },
  ];
}

/** In the place of the old version; at the end, where only a published version had it. */
function withNewest(layers: readonly string[], { layer, newestArn }: SharedLayer): string[] {
  if (newestArn === null) return [...layers];
  const isThere = layers.some((arn) => isVersionOf(arn, layer));
  return isThere ? layers.map((arn) => (isVersionOf(arn, layer) ? newestArn : arn)) : [...layers, newestArn];
}
