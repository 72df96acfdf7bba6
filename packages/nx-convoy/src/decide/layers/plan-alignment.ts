import { isVersionOf } from '../../model/layer-arn';
import type { LayerUseRow, SharedLayer } from '../../model/layers-document';
import type { ResolvedComponent } from '../../model/resolved-component';

/** One function that gets the newest version of the layers that it shares; every other layer stays, in its place. */
export interface AlignedFunction {
  /** Whose checks are run and whose receipt it is: the component that has it; of a function that none has, the one that publishes the layer. */
  readonly component: string;
  readonly function: string;
  readonly isForeign: boolean;
  /** What callers use, and the version that each names now; none: callers use the function itself. */
  readonly aliases: readonly { readonly name: string; readonly version: string | null }[];
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** For a person: `db-connector 37 → 38`. */
  readonly what: readonly string[];
}

export interface AlignmentPlan {
  /** In deploy order; those that no component has come last. */
  readonly functions: readonly AlignedFunction[];
  /** Functions that differ, that no component has, and that are left alone. */
  readonly foreign: readonly string[];
}

export interface AlignmentWish {
  /** In deploy order. */
  readonly components: readonly ResolvedComponent[];
  /** Whether functions are changed that no component has. */
  readonly includesForeign: boolean;
}

interface Behind {
  readonly layer: SharedLayer;
  readonly use: LayerUseRow;
}

/** What brings all functions to the newest version of every shared layer. */
export function planAlignment(layers: readonly SharedLayer[], wish: AlignmentWish): AlignmentPlan {
  const { components, includesForeign } = wish;
  const rows = layers.flatMap((layer) => layer.uses.map((use) => ({ layer, use })));
  const behind = rows.filter(({ layer, use }) => layer.newestArn !== null && isBehind(layer, use));
  const order = components.map((component) => component.name);
  const functions = namesOf(behind)
    .flatMap((name) =>
      alignedFunction(
        behind.filter(({ use }) => use.function === name),
        components,
      ),
    )
    .sort(
      (left, right) =>
        Number(left.isForeign) - Number(right.isForeign) ||
        order.indexOf(left.component) - order.indexOf(right.component),
    );
  return includesForeign
    ? { functions, foreign: [] }
    : {
        functions: functions.filter((each) => !each.isForeign),
        foreign: namesOf(behind.filter(({ use }) => use.component === null)),
      };
}

function namesOf(behind: readonly Behind[]): string[] {
  return [...new Set(behind.map(({ use }) => use.function))];
}

function isBehind(layer: SharedLayer, use: LayerUseRow): boolean {
  return use.version !== layer.newest || use.newestState !== layer.newest;
}

function alignedFunction(
  own: readonly Behind[],
  components: readonly ResolvedComponent[],
): AlignedFunction[] {
  const [first] = own;
  const component = first === undefined ? undefined : whoseReceipt(first, components);
  if (first === undefined || component === undefined) return [];
  const { function: name, attached: from } = first.use;
  return [
    {
      component: component.name,
      function: name,
      isForeign: first.use.component === null,
      aliases: aliasesOf(own, component),
      from,
      to: own.reduce<readonly string[]>((layers, { layer }) => withNewest(layers, layer), from),
      what: [
        ...new Set(
          own.map(({ layer, use }) => `${layer.layer} ${use.version ?? 'none'} → ${layer.newest ?? ''}`),
        ),
      ],
    },
  ];
}

function whoseReceipt(
  { layer, use }: Behind,
  components: readonly ResolvedComponent[],
): ResolvedComponent | undefined {
  if (use.component !== null) return components.find((each) => each.name === use.component);
  return components.find(
    ({ region, observes }) => region === layer.region && observes.layers.includes(layer.layer),
  );
}

/** The declared alias also where it is not there yet. */
function aliasesOf(own: readonly Behind[], { observes }: ResolvedComponent): AlignedFunction['aliases'] {
  const versions = new Map(
    own.flatMap(({ use }) => (use.alias === null ? [] : [[use.alias, use.functionVersion] as const])),
  );
  const declared = observes.functions.find((each) => each.name === own[0]?.use.function)?.alias ?? null;
  if (declared !== null && !versions.has(declared)) versions.set(declared, null);
  return [...versions].map(([name, version]) => ({ name, version }));
}

/** In the place of the old version; at the end, where only a published version had it. */
function withNewest(layers: readonly string[], { layer, newestArn }: SharedLayer): string[] {
  if (newestArn === null) return [...layers];
  const isThere = layers.some((arn) => isVersionOf(arn, layer));
  return isThere ? layers.map((arn) => (isVersionOf(arn, layer) ? newestArn : arn)) : [...layers, newestArn];
}
