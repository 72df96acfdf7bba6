import type { Undone } from '../decide/build-report';
import { provesBad } from '../decide/proves-bad';
import { rollbackTarget } from '../decide/rollback-target';
import type { ComponentReport } from '../model/run-report';
import type { RunningWorld } from '../world';
import type { Story } from './tell-run';

/**
 * Where a failed deploy is to be undone (`--on-failure=rollback`, the default of protected environments): the whole set goes back at once, in a
 * run of its own under the same lock. Never after an interruption: whoever stopped it decides. Answers what was undone; null: nothing was tried.
 */
export async function undoFailure(story: Story, world: RunningWorld): Promise<Undone | null> {
  const { environment } = story.run;
  const changed = changedComponents(story);
  if (changed.length === 0 || !isWished(story) || world.interrupted()) return null;
  if ((await world.lease.token(environment)) === null) return null;
  const target = rollbackTarget(await world.ledger.read(environment));
  if (target.type === 'none') {
    world.output.line(`${environment}: nothing is undone: ${target.because}`);
    return null;
  }
  world.output.line('');
  world.output.line(`${environment}: the deploy failed, so all of it goes back (--on-failure=rollback)`);
  const end = await world.rollBack(environment);
  const { components } = await world.ledger.read(environment);
  const back = Object.entries(components).flatMap(([name, { last }]) =>
    last?.verb === 'rollback' && last.verdict === 'passed' && last.target === target.release.run
      ? [name]
      : [],
  );
  return { components: changed.filter((name) => back.includes(name)), isWhole: end === 'succeeded' };
}

const CHANGED: readonly ComponentReport['outcome'][] = ['deployed', 'failed'];

/** None where nothing failed, or somebody stopped the run. What could not be prepared is a failure like any other: the set is not whole. */
function changedComponents({ notes }: Story): string[] {
  const works = notes.flatMap((note) => (note.type === 'work' ? [note] : []));
  const reports = works.flatMap(({ target, report }) =>
    ['prepare', 'deploy'].includes(target) ? [report] : [],
  );
  if (reports.some((each) => each.outcome === 'interrupted') || !reports.some(provesBad)) return [];
  return works
    .filter(({ target, report }) => target === 'deploy' && CHANGED.includes(report.outcome))
    .map(({ report }) => report.component);
}

function isWished({ run, workspace }: Story): boolean {
  if (run.under !== null) return false;
  const declaration = workspace.manifest.environments[run.environment];
  const usual = declaration?.protected === true ? 'rollback' : 'keep';
  return (run.flags.onFailure ?? declaration?.onFailure ?? usual) === 'rollback';
}
