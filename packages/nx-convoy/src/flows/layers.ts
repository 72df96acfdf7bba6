import { layerTrouble } from '../decide/layers/layer-trouble';
import { layerUses } from '../decide/layers/layer-uses';
import type { LayersDocument, LayerUseRow, SharedLayer } from '../model/layers-document';
import type { ResolvedComponent } from '../model/resolved-component';
import type { World } from './world';

/** Which functions of the live account use the layers that the components share, and whether all their callers get the same version. */
export async function layersOf(
  environment: string,
  components: readonly ResolvedComponent[],
  world: World,
): Promise<LayersDocument> {
  return { environment, world: world.name, layers: await sharedLayers(components, components, world) };
}

/** The layers of some components, with all users. */
export async function sharedLayers(
  publishers: readonly ResolvedComponent[],
  components: readonly ResolvedComponent[],
  world: World,
): Promise<SharedLayer[]> {
  const regions = [...new Set(publishers.map((each) => each.region))];
  const found = await Promise.all(
    regions.map((region) => {
      const names = publishers
        .filter((each) => each.region === region)
        .flatMap(({ observes }) => observes.layers);
      return inRegion(region, [...new Set(names)], { components, world });
    }),
  );
  return found.flat();
}

interface Scene {
  readonly components: readonly ResolvedComponent[];
  readonly world: World;
}

async function inRegion(region: string, names: readonly string[], scene: Scene): Promise<SharedLayer[]> {
  if (names.length === 0) return [];
  const cloud = scene.world.cloud(region);
  const own = scene.components.filter((each) => each.region === region);
  const known = own.flatMap(({ observes }) => observes.functions.map((each) => each.name));
  const users = await cloud.layerUsers(names, known);
  return Promise.all(
    names.map(async (layer) => {
      const newest = await cloud.newestLayerVersion(layer);
      const rows = layerUses(layer, users, own);
      const arns = [...new Set(rows.flatMap(({ arn }) => arn ?? []))];
      const there = new Map(
        await Promise.all(arns.map(async (arn) => [arn, await cloud.layerExists(arn)] as const)),
      );
      const uses: LayerUseRow[] = rows.map((row) => ({
        ...row,
        exists: row.arn === null || (there.get(row.arn) ?? false),
      }));
      const { version = null, arn = null } = newest ?? {};
      return { layer, region, newest: version, newestArn: arn, uses, trouble: layerTrouble(layer, uses) };
    }),
  );
}
