import { resolve } from 'node:path';
import type { RunContext } from '../model/run-context';
import type { RunningWorld } from '../world';
import { componentIn } from '../workspace';
import type { OpeningRun } from './open-run';

/** What the named component runs from a local checkout instead of its pin, taken once so that all tasks see the same; null: pins only. */
export async function sourceOf(
  { workspace, run }: OpeningRun,
  world: RunningWorld,
): Promise<RunContext['source']> {
  const { source: folder, dirty } = run.flags;
  const [component] = run.named;
  if (folder === null || component === undefined) return null;
  const resolved = componentIn(workspace.manifest, component, run.environment);
  if (resolved === null) return null;
  const repo = { name: resolved.repo, url: resolved.url };
  const found = await world.repos.fromCheckout(repo, resolve(workspace.root, folder), dirty);
  const tree = await world.repos.tree(repo, found.commit, resolved.paths);
  const pin = { repo: resolved.repo, ref: 'source', commit: found.commit, tree };
  return { component, pin, dirty: found.dirty && dirty };
}
