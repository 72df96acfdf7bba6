import type { Tree } from '@nx/devkit';
import { resolveComponent } from '../../decide/resolve-component';
import { sayDiff } from '../../decide/sync/line-diff';
import {
  proposeConfig,
  pushProposal,
  type Followed,
  type RepoProposal,
  type SyncQuestion,
} from '../../flows/propose-config';
import type { World } from '../../flows/world';
import { componentEntries } from '../../model/component-entry';
import { declaredEnvironment } from '../../model/declared-environment';
import { comparedWithItself } from '../../model/drift-errors';
import { unknownComponent } from '../../model/errors';
import type { Manifest } from '../../model/manifest';
import { nearest } from '../../model/nearest';
import { pinPath } from '../../model/pin';
import { parsePin } from '../../model/read-pin';
import { manifestIn } from '../manifest-in';
import type { OpenWorld } from '../open-world';
import type { SyncConfigOptions } from './schema';

/** Shows what would be proposed, and answers how to do it. */
export async function proposeSync(
  tree: Tree,
  options: SyncConfigOptions,
  openWorld: OpenWorld,
): Promise<() => Promise<void>> {
  const question = questionOf(tree, options);
  const world = await openWorld(tree.root, options.to);
  const proposals = await proposeConfig(question, world);
  for (const line of proposals.flatMap(describe)) world.output.line(line);
  const wanted = proposals.filter(({ files }) => files.some(({ before, after }) => before !== after));
  if (wanted.length === 0) world.output.line(nothingNew(proposals, options));
  return async () => {
    for (const proposal of wanted) await push(proposal, options, world);
  };
}

function questionOf(tree: Tree, { from, to, component }: SyncConfigOptions): SyncQuestion {
  const manifest = manifestIn(tree);
  for (const [flag, value] of Object.entries({ '--from': from, '--to': to }))
    declaredEnvironment(manifest, value, flag);
  if (from === to) throw comparedWithItself(from, Object.keys(manifest.environments));
  return {
    manifest,
    from,
    to,
    followed: followedIn(tree, { manifest, from, to }, namesOf(manifest, component)),
  };
}

function namesOf(manifest: Manifest, component: string | undefined): string[] {
  const known = componentEntries(manifest).map(({ name }) => name);
  const names = component?.split(',').map((name) => name.trim()) ?? known;
  const [stranger] = names.filter((name) => !known.includes(name));
  if (stranger === undefined) return names;
  throw unknownComponent({ value: stranger, known, didYouMean: nearest(stranger, known) });
}

/** Components with configuration files that exist in both environments and are pinned in the one that is followed. */
function followedIn(
  tree: Tree,
  { manifest, from, to }: Omit<SyncQuestion, 'followed'>,
  names: readonly string[],
): Followed[] {
  return names.flatMap((name) => {
    const [theirs, mine] = [resolveComponent(manifest, name, from), resolveComponent(manifest, name, to)];
    if (theirs.type === 'absent' || mine.type === 'absent' || mine.component.config.files.length === 0)
      return [];
    const path = pinPath(name, from);
    const text = tree.read(path, 'utf8');
    if (text === null) return [];
    const pin = parsePin(text, { path, component: name, environment: from, repo: mine.component.repo });
    return [{ from: theirs.component, to: mine.component, pin }];
  });
}

function describe({ repo, files }: RepoProposal): string[] {
  return files.flatMap(({ path, before, after, left, trouble }) => {
    const said = trouble ?? (before === after ? 'nothing to carry' : '');
    return [
      `${repo.name}  ${path}${said === '' ? '' : `  ${said}`}`,
      ...(before === after ? [] : sayDiff(before, after).map((line) => `    ${line}`)),
      ...left.map((each) => `    set this yourself:  ${each.path}  (${each.why})`),
    ];
  });
}

function nothingNew(proposals: readonly RepoProposal[], { from, to }: SyncConfigOptions): string {
  const open = proposals.filter(({ isOpen }) => isOpen);
  const where = open.map(({ repo, branch }) => `${repo.name} ${branch}`).join(', ');
  return open.length === 0
    ? `nothing to propose: ${to} is in step with ${from}`
    : `nothing new to propose; proposed already: ${where}`;
}

async function push(proposal: RepoProposal, { from, to }: SyncConfigOptions, world: World): Promise<void> {
  const { repo, branch, base } = proposal;
  const commit = await pushProposal(
    proposal,
    `Bring the configuration of ${to} into step with ${from}`,
    world,
  );
  if (commit === null) return;
  world.output.line(`${repo.name}  branch ${branch} is at ${commit.slice(0, 7)}`);
  world.output.line(`    go on  merge it into ${base} of ${repo.name}, then`);
  world.output.line(`           npx nx g nx-convoy:pin --environment=${to} --ref=${base}`);
  world.output.line(`           npx nx run-many -t deploy --configuration=${to}`);
}
