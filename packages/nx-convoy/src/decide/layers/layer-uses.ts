import type { LayerUser } from '../../model/layer-user';
import { isVersionOf, layerVersion } from '../../model/layer-arn';
import type { LayerUseRow } from '../../model/layers-document';
import type { ResolvedComponent } from '../../model/resolved-component';

type Row = Omit<LayerUseRow, 'exists'>;

/**
 * What the callers of each function get of a layer: through the alias that the manifest declares; of a function that no component has, through each alias that
 * it has, or itself.
 */
export function layerUses(
  layer: string,
  users: readonly LayerUser[],
  components: readonly ResolvedComponent[],
): Row[] {
  return users.flatMap((user) => {
    const owner = ownerOf(user.function, components);
    const newestState = versionIn(user.layers, layer);
    const row = (layers: readonly string[] | null, by: LayerUser['aliases'][number] | null): Row => {
      const arn = layers?.find((each) => isVersionOf(each, layer)) ?? null;
      const version = arn === null ? null : layerVersion(arn);
      return {
        function: user.function,
        component: owner?.component ?? null,
        alias: by?.alias ?? null,
        functionVersion: by?.version ?? null,
        attached: [...user.layers],
        version,
        newestState,
        arn,
      };
    };
    const wanted = owner === null ? user.aliases : user.aliases.filter(({ alias }) => alias === owner.alias);
    const rows = wanted.map((each) => row(each.layers, each));
    const concerned = rows.length > 0 ? rows : [row(user.layers, null)];
    return concerned.some((each) => each.version !== null || newestState !== null) ? concerned : [];
  });
}

function ownerOf(
  name: string,
  components: readonly ResolvedComponent[],
): { readonly component: string; readonly alias: string | null } | null {
  for (const component of components) {
    const found = component.observes.functions.find((each) => each.name === name);
    if (found !== undefined) return { component: component.name, alias: found.alias };
  }
  return null;
}

function versionIn(layers: readonly string[], layer: string): number | null {
  const arn = layers.find((each) => isVersionOf(each, layer));
  return arn === undefined ? null : layerVersion(arn);
}
