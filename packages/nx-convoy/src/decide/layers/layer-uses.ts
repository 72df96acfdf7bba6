import type { LayerUser } from '../../model/layer-user';
import { isVersionOf, layerVersion } from '../../model/layer-arn';
import type { LayerUseRow } from '../../model/layers-document';
import type { ResolvedComponent } from '../../model/resolved-component';

type Row = Omit<LayerUseRow, 'exists'>;
type Alias = LayerUser['aliases'][number];

/**
 * What the callers of each function get of a layer: through the alias that the manifest declares; of a function that no component has, through each alias that
 * has the layer, or itself. A function that is declared to have the layer is told of also where somebody took it away.
 */
export function layerUses(
  layer: string,
  users: readonly LayerUser[],
  components: readonly ResolvedComponent[],
): Row[] {
  return users.flatMap((user) => {
    const owner = ownerOf(user.function, components);
    const row = rowOf(layer, user, owner?.component ?? null);
    const through =
      owner === null
        ? user.aliases.map((each) => row(each)).filter((each) => each.version !== null)
        : user.aliases.filter((each) => each.alias === owner.alias).map((each) => row(each));
    const concerned = through.length > 0 ? through : [row(null)];
    const isMeant = owner?.layers.includes(layer) === true;
    const hasIt = concerned.some((each) => each.version !== null || each.newestState !== null);
    return isMeant || hasIt ? concerned : [];
  });
}

function rowOf(layer: string, user: LayerUser, component: string | null): (by: Alias | null) => Row {
  const newestState = versionIn(user.layers, layer);
  return (by) => {
    const arn = (by === null ? user.layers : by.layers)?.find((each) => isVersionOf(each, layer)) ?? null;
    return {
      function: user.function,
      component,
      alias: by?.alias ?? null,
      functionVersion: by?.version ?? null,
      attached: [...user.layers],
      version: arn === null ? null : layerVersion(arn),
      newestState,
      arn,
    };
  };
}

interface Owner {
  readonly component: string;
  readonly alias: string | null;
  readonly layers: readonly string[];
}

function ownerOf(name: string, components: readonly ResolvedComponent[]): Owner | null {
  for (const { name: component, observes } of components) {
    const found = observes.functions.find((each) => each.name === name);
    if (found !== undefined) return { component, alias: found.alias, layers: found.layers };
  }
  return null;
}

function versionIn(layers: readonly string[], layer: string): number | null {
  const arn = layers.find((each) => isVersionOf(each, layer));
  return arn === undefined ? null : layerVersion(arn);
}
