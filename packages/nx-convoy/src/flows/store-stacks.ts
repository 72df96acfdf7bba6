import { bucketMissing } from '../model/rollback-errors';
import { digestOf } from '../model/digest';
import type { StoredStack } from '../model/receipt';
import type { Order } from './order';
import type { World } from './world';

/**
 * Keeps template, parameters and tags of a component's stacks as they are now, for going back to them; only for components that go back that way. Kept by
 * content, so that the same again costs nothing. Answers where.
 */
export async function storeStacks(order: Order, world: World): Promise<StoredStack[]> {
  const { component, manifest } = order;
  if (component.rollback !== 'template') return [];
  const bucket = manifest.environments[component.environment]?.bucket ?? null;
  if (bucket === null) throw bucketMissing(component.name, component.environment);
  const cloud = world.cloud(component.region);
  const stored = await Promise.all(
    component.observes.stacks.map(async (stack) => {
      const source = await cloud.stackSource(stack);
      if (source === null) return [];
      const digest = digestOf(source);
      const key = `nx-convoy/${component.environment}/${stack}/${digest}.json`;
      if (!(await cloud.objectExists(bucket, key)))
        await cloud.keepObject(bucket, key, JSON.stringify(source));
      return [{ stack, bucket, key, digest }];
    }),
  );
  return stored.flat();
}
