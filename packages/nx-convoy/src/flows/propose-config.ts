import { ownValues } from '../decide/drift/own-values';
import type { SyncRules } from '../decide/sync/carry-rules';
import { syncConfig } from '../decide/sync/sync-config';
import type { RepoAddress } from '../effects/ports';
import { proposalRejected } from '../model/drift-errors';
import type { Manifest } from '../model/manifest';
import type { Pin } from '../model/pin';
import type { ResolvedComponent } from '../model/resolved-component';
import { textAt } from './text-at';
import type { World } from './world';

/** One component in both environments; the pin says which of its files are followed. */
export interface Followed {
  readonly from: ResolvedComponent;
  readonly to: ResolvedComponent;
  readonly pin: Pin;
}

export interface SyncQuestion {
  readonly manifest: Manifest;
  readonly from: string;
  readonly to: string;
  readonly followed: readonly Followed[];
}

/** What becomes of one configuration file. */
export interface FileProposal {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly left: readonly { readonly path: string; readonly why: string }[];
  /** Why nothing could be proposed; null: it could. */
  readonly trouble: string | null;
}

/** What is proposed to one repository. */
export interface RepoProposal {
  readonly repo: RepoAddress;
  /** Branch that the proposal is for. */
  readonly base: string;
  readonly branch: string;
  /** Where that branch is now; null: it does not exist. */
  readonly expected: string | null;
  /** Whether it is an earlier proposal that is not merged yet. */
  readonly isOpen: boolean;
  /** Commit that the edit goes on top of. */
  readonly head: string;
  readonly files: readonly FileProposal[];
}

/** What would bring the configuration of one environment into step with another's, a repository each. Writes nothing. */
export async function proposeConfig(question: SyncQuestion, world: World): Promise<RepoProposal[]> {
  const repos = new Map(question.followed.map(({ to }) => [to.repo, { name: to.repo, url: to.url }]));
  return Promise.all([...repos.values()].map((repo) => proposalFor(repo, question, world)));
}

async function proposalFor(repo: RepoAddress, question: SyncQuestion, world: World): Promise<RepoProposal> {
  const { from, to, manifest } = question;
  const branch = `convoy/sync-${from}-to-${to}`;
  const [base, commit] = await baseOf(repo, question, world);
  const expected = await world.repos.resolve(repo, `refs/heads/${branch}`);
  await world.repos.ensure(repo, commit);
  if (expected !== null) await world.repos.ensure(repo, expected);
  // An earlier proposal that is not merged yet is gone on with, with whatever others put there.
  const isOpen = expected !== null && !(await world.repos.isAncestor(repo, expected, commit));
  const head = isOpen ? expected : commit;
  const values = ownValues(manifest, to, from);
  const files = new Map<string, FileProposal>();
  for (const each of question.followed.filter((followed) => followed.to.repo === repo.name)) {
    const { specific, ignore } = each.to.config;
    await proposeFiles({ ...each, rules: { from, to, values, specific, ignore }, repo, head }, files, world);
  }
  return { repo, base, branch, expected, isOpen, head, files: [...files.values()] };
}

/** The branch of the environment where the repository has it, else its default branch. */
async function baseOf(
  repo: RepoAddress,
  { manifest, to }: SyncQuestion,
  world: World,
): Promise<[name: string, commit: string]> {
  const declared = [
    manifest.environments[to]?.branch,
    manifest.repos[repo.name]?.defaultBranch,
    'main',
    'master',
  ];
  const names = declared.flatMap((name) => name ?? []);
  for (const name of names) {
    const commit = await world.repos.resolve(repo, `refs/heads/${name}`);
    if (commit !== null) return [name, commit];
  }
  throw proposalRejected(repo.name, `it has none of the branches ${names.join(', ')}`);
}

interface Proposing extends Followed {
  readonly rules: SyncRules;
  readonly repo: RepoAddress;
  readonly head: string;
}

/** Two components may share a file: the second goes on where the first ended. */
async function proposeFiles(
  proposing: Proposing,
  files: Map<string, FileProposal>,
  world: World,
): Promise<void> {
  const { from, to, pin, repo, head, rules } = proposing;
  await world.repos.ensure(repo, pin.commit);
  for (const [index, mine] of to.config.files.entries()) {
    const theirs = from.config.files[index];
    if (theirs === undefined) continue;
    const [source, target] = await Promise.all([
      textAt({ repo, commit: pin.commit, path: theirs.path }, world),
      textAt({ repo, commit: head, path: mine.path }, world),
    ]);
    const known = files.get(mine.path) ?? {
      path: mine.path,
      before: target ?? '',
      after: target ?? '',
      left: [],
      trouble: null,
    };
    const missing = source === null ? `${theirs.path} of ${rules.from}` : target === null ? mine.path : null;
    if (missing !== null || !/\.ya?ml$/.test(mine.path)) {
      const trouble = missing === null ? 'only YAML is edited' : `there is no ${missing}`;
      files.set(mine.path, { ...known, trouble });
      continue;
    }
    const outcome = syncConfig(
      { text: source ?? '', section: theirs.section },
      { text: known.after, section: mine.section },
      rules,
    );
    files.set(
      mine.path,
      outcome.type === 'trouble'
        ? { ...known, trouble: outcome.why }
        : { ...known, after: outcome.text, left: distinct([...known.left, ...outcome.left]) },
    );
  }
}

function distinct(left: FileProposal['left']): FileProposal['left'] {
  return [...new Map(left.map((each) => [each.path, each])).values()];
}

/** Makes the proposal a branch at the remote, by compare-and-swap; nothing where it says nothing new. */
export async function pushProposal(
  proposal: RepoProposal,
  subject: string,
  world: World,
): Promise<string | null> {
  const { repo, branch, expected, head } = proposal;
  const files = proposal.files
    .filter(({ before, after }) => before !== after)
    .map(({ path, after }) => ({ path, text: after }));
  if (files.length === 0) return null;
  const commit = await world.edits.edit(repo, { head, files, subject });
  const pushed = await world.repos.push(repo, { branch, expected, to: commit });
  if (pushed.type === 'rejected') throw proposalRejected(repo.name, pushed.message);
  return commit;
}
