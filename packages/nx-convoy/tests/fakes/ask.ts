import { askCheck } from '../../src/flows/checks/ask-check';
import type { Finding } from '../../src/flows/checks/finding';
import type { Check, ResolvedComponent } from '../../src/model/resolved-component';
import { FakeWorld, order } from './fake-world';
import { resolvedComponent } from './values';

/** Migrations at the pin of the component that is asked about. */
export const files = [1, 2].map((version) => ({
  path: `migrations/V00${version}__a.sql`,
  text: `select ${version}`,
}));

/** Asks a check once. */
export function ask(
  world: FakeWorld,
  check: Check,
  component: Partial<ResolvedComponent> = {},
): Promise<Finding> {
  world.addCommit('b', { files: Object.fromEntries(files.map(({ path, text }) => [path, text])) });
  return askCheck(check, order({ component: resolvedComponent(component) }), world);
}

export type Scene = (world: FakeWorld) => void;
export const nothing: Scene = () => {};
