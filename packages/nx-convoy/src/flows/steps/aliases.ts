import type { Step } from '../../model/plan';
import { DONE, type Scene, type StepOutcome } from './step-outcome';

/** The version is published and the alias moved to it only after the deploy's own commands: an alias has one owner. */
export async function moveAlias(
  step: Step & { type: 'move-alias' },
  { order, world }: Scene,
): Promise<StepOutcome> {
  const cloud = world.cloud(order.component.region);
  const version = await cloud.publishVersion(step.function.name);
  await cloud.moveAlias(step.function.name, step.alias, version);
  world.output.line(`${step.function.name}: ${step.alias} → ${version}`);
  return DONE;
}

/** All functions of the component, or none: when one cannot be moved, those that were are moved back. */
export async function setAliases(
  step: Step & { type: 'set-aliases' },
  { order, world }: Scene,
): Promise<StepOutcome> {
  const cloud = world.cloud(order.component.region);
  const before = await Promise.all(
    step.aliases.map(async (each) => ({
      ...each,
      version: (await cloud.function(each.function, each.alias))?.alias?.version ?? null,
    })),
  );
  const moved: typeof before = [];
  try {
    for (const [index, each] of step.aliases.entries()) {
      await cloud.moveAlias(each.function, each.alias, each.version);
      world.output.line(`${each.function}: ${each.alias} → ${each.version}`);
      const old = before[index];
      if (old !== undefined) moved.push(old);
    }
    return DONE;
  } catch (cause) {
    for (const { function: name, alias, version } of moved.reverse())
      if (version !== null) await cloud.moveAlias(name, alias, version);
    throw cause;
  }
}
