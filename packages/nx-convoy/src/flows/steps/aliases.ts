import type { Step } from '../../model/plan';
import { cloudOf } from './cloud-of';
import { confirmLease } from './confirm-lease';
import { DONE, type Scene, type StepOutcome } from './step-outcome';

type Target = (Step & { type: 'set-aliases' })['aliases'][number];

/** The version is published and the alias moved to it only after the deploy's own commands: an alias has one owner. */
export async function moveAlias(
  { function: { name }, alias }: Step & { type: 'move-alias' },
  scene: Scene,
): Promise<StepOutcome> {
  const version = await cloudOf(scene).publishVersion(name);
  await moveTo({ function: name, alias, version }, scene);
  return DONE;
}

/** All functions of the component, or none: when one cannot be moved, those that were are moved back. */
export async function setAliases(
  { aliases }: Step & { type: 'set-aliases' },
  scene: Scene,
): Promise<StepOutcome> {
  const before = await Promise.all(
    aliases.map(async (target) => ({
      target,
      version: (await cloudOf(scene).function(target.function, target.alias))?.alias?.version ?? null,
    })),
  );
  const moved: Target[] = [];
  try {
    for (const { target, version } of before) {
      await moveTo(target, scene);
      if (version !== null) moved.unshift({ ...target, version });
    }
    return DONE;
  } catch (cause) {
    // Under a lost lock this refuses, too: where the aliases belong is then for the run that has it to say.
    for (const target of moved) await moveTo(target, scene);
    throw cause;
  }
}

async function moveTo(target: Target, scene: Scene): Promise<void> {
  await confirmLease(scene);
  await cloudOf(scene).moveAlias(target.function, target.alias, target.version);
  scene.world.output.line(`${target.function}: ${target.alias} → ${target.version}`);
}
