import { hotfixLine, openHotfixes } from '../decide/guards/open-hotfixes';
import { orphanLine, orphans } from '../decide/guards/orphans';
import { resolveComponent } from '../decide/resolve-component';
import type { Manifest } from '../model/manifest';
import type { Hold, LedgerState } from '../model/receipt';
import { containsCommit } from './contains-commit';
import type { World } from './world';

/** What everybody who looks at the environment must know, a line each: hotfixes that are not merged back, what is held, what nobody declares any more. */
export async function notices(manifest: Manifest, state: LedgerState, world: World): Promise<string[]> {
  const { environment } = state;
  const branch = manifest.environments[environment]?.branch ?? null;
  const hotfixes = openHotfixes(state, new Set());
  const open = await Promise.all(
    hotfixes.map(async (hotfix) =>
      branch !== null && !(await isMerged({ ...hotfix, environment, branch, manifest }, world))
        ? [hotfixLine(hotfix, branch)]
        : [],
    ),
  );
  return [
    ...open.flat(),
    ...(state.hold === null ? [] : [holdLine(state.hold)]),
    ...(state.rollback === null
      ? []
      : [
          `a rollback to the release of run ${state.rollback.target} began (run ${state.rollback.run}) and did not end`,
        ]),
    ...orphans(state, manifest).map((name) => orphanLine(name, environment)),
  ];
}

function holdLine({ run, trees }: Hold): string {
  return `held since run ${run} rolled back: ${Object.keys(trees).join(', ')}; a new pin or --release-hold --reason="…" ends it`;
}

interface LiveHotfix {
  readonly component: string;
  readonly commit: string;
  readonly environment: string;
  readonly branch: string;
  readonly manifest: Manifest;
}

async function isMerged(hotfix: LiveHotfix, world: World): Promise<boolean> {
  const { manifest, component, environment, branch, commit } = hotfix;
  const isKnown = Object.values(manifest.repos).some((repo) => Object.hasOwn(repo.components, component));
  const resolved = isKnown ? resolveComponent(manifest, component, environment) : null;
  if (resolved?.type !== 'resolved') return false;
  const repo = { name: resolved.component.repo, url: resolved.component.url };
  const head = await world.repos.resolve(repo, `refs/heads/${branch}`);
  return containsCommit(repo, { outer: head, inner: commit }, world);
}
