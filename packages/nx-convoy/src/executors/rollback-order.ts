import type { RollbackOrder } from '../flows/rollback';
import type { Release } from '../model/receipt';
import { dependentsIn } from '../order-for';
import type { Task } from './under-nx';

/** The order to take a component back to the release that the run goes back to; null: the release did not know the component. */
export async function rollbackOrder(task: Task): Promise<RollbackOrder | null> {
  const { run, world } = task;
  if (run.target === null) throw new TypeError('the run hook named no release to go back to');
  const release = await world.ledger.release(run.environment, run.target);
  if (release === null) throw new TypeError(`the ledger lists release ${run.target} but does not have it`);
  return backTo(release, task);
}

/** The same for a release that was read already. */
export function backTo(
  target: Release,
  { order, workspace, run }: Pick<Task, 'order' | 'workspace' | 'run'>,
): RollbackOrder | null {
  const { name, repo } = order.component;
  const released = target.components[name];
  if (released === undefined) return null;
  const { commit, tree, live } = released;
  const declaration = workspace.manifest.environments[run.environment];
  const holds = declaration?.promotesFrom !== undefined || declaration?.protected === true;
  return {
    ...order,
    pin: { repo, ref: `release ${target.run}`, commit, tree },
    // What is live now has migrations that the release may not know; they are ahead of it, not foreign to it.
    elsewhere: [...order.elsewhere, order.pin.commit],
    source: null,
    proven: live,
    target,
    released,
    holds: holds ? { pinned: order.pin.tree } : null,
    dependents: dependentsIn(workspace, name, run.environment),
  };
}
