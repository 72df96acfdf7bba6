import type { Cloud } from '../../effects/ports';
import type { Scene } from './step-outcome';

/** The cloud of the region that the component lives in. */
export function cloudOf({ order, world }: Scene): Cloud {
  return world.cloud(order.component.region);
}
