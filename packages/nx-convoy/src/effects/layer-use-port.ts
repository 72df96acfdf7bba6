import type { LayerUser } from '../model/layer-user';

/** Who uses shared layers, asked of the live account and never by name. */
export interface LayerUse {
  /**
   * Every function in the region whose newest state, or a version that an alias of it names, attaches any version of one of the layers (by name). `known`
   * functions that exist are told of in any case: somebody may have taken the layer away.
   */
  layerUsers(layers: readonly string[], known: readonly string[]): Promise<LayerUser[]>;
  /** Replaces the layers of a function and waits until that has settled. */
  setLayers(name: string, layers: readonly string[]): Promise<void>;
}
