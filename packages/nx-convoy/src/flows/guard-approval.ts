import { committedPinsRefusal } from '../decide/guards/committed-pins-refusal';
import { protectedRefusal } from '../decide/guards/protected-refusal';
import type { CoordinationError } from '../model/coordination-error';
import { pinPath } from '../model/pin';
import type { RunScene } from './guard-run';
import type { World } from './world';

export type ApprovalScene = Pick<RunScene, 'environment' | 'declaration' | 'manifest'> & {
  /** Components whose pins count. */
  readonly components: readonly string[];
  /** The environment that a person named to say that it is meant. */
  readonly confirm: string | null;
};

/** Clean and committed pins; in a protected environment approved ones, and a person who means it. */
export async function guardApproval(scene: ApprovalScene, world: World): Promise<void> {
  const { environment, declaration, manifest, components, confirm } = scene;
  const allowSource = declaration.allowSource === true;
  if (allowSource && declaration.protected !== true) return;
  const paths = ['repos.json', ...components.map((component) => pinPath(component, environment))];
  const { coordination, ledger } = world;
  const uncommitted = await coordination.uncommitted(paths);
  if (declaration.protected !== true) {
    refuse(committedPinsRefusal({ environment, allowSource, uncommitted }));
    return;
  }
  const remote = manifest.ledger?.remote ?? 'origin';
  // Whoever did not confirm is told so before anything is asked.
  const isReady = confirm === environment && ledger.isShared && uncommitted.length === 0;
  const branch = isReady ? await coordination.defaultBranch(remote) : null;
  const differing = branch === null ? [] : await coordination.differing(remote, branch.commit, paths);
  refuse(
    protectedRefusal({
      environment,
      declaration,
      flags: { confirm },
      ledgerIsShared: ledger.isShared,
      uncommitted,
      remote,
      defaultBranch: branch?.name ?? null,
      differing,
    }),
  );
}

function refuse(refusal: CoordinationError | null): void {
  if (refusal !== null) throw refusal;
}
