import { hotfixBranch, hotfixWaitingRef } from '../decide/hotfix-branch';
import type { ComponentEntry } from '../model/component-entry';
import { refNotFound } from '../model/generator-errors';
import type { Pin } from '../model/pin';
import { unreachable } from '../model/unreachable';
import { containsCommit } from './contains-commit';
import type { LandingMove } from './landing-move';
import type { World } from './world';

export interface HotfixPinQuestion {
  readonly entry: ComponentEntry;
  /** Of the hotfix. */
  readonly name: string;
  readonly environment: string;
  /** Of the run, in the message of a merge. */
  readonly id: string;
}

export type HotfixPin =
  /** `merged`: the branch that a merge is on top of; null: the hotfix is pinned as it is. `move`: what is pushed first. */
  | {
      readonly type: 'pinned';
      readonly pin: Pin;
      readonly merged: string | null;
      readonly move: LandingMove | null;
    }
  /** The branch that the environment serves has it. */
  | { readonly type: 'there'; readonly branch: string; readonly head: string }
  | { readonly type: 'refused'; readonly why: string };

/**
 * What an environment is pinned to for a hotfix: its branch; but where the push of another branch is the deploy and that one is further, the hotfix merged into it, since a
 * push moves a branch forward only. Pushes nothing.
 */
export async function planHotfixPin(question: HotfixPinQuestion, world: World): Promise<HotfixPin> {
  const { entry, name, environment } = question;
  const repo = { name: entry.repo, url: entry.url };
  const branch = hotfixBranch(name);
  const source = await world.repos.resolve(repo, `refs/heads/${branch}`);
  if (source === null) throw refNotFound(repo.name, branch);
  const pushed = entry.declaration.pages?.branches[environment];
  const into = pushed === undefined || pushed.owned === true ? null : pushed.branch;
  const head = into === null ? null : await world.repos.resolve(repo, `refs/heads/${into}`);
  const has = (outer: string, inner: string): Promise<boolean> =>
    containsCommit(repo, { outer, inner }, world);
  if (into === null || head === null || (await has(source, head)))
    return {
      type: 'pinned',
      pin: await pinAt(source, branch, { question, world }),
      merged: null,
      move: null,
    };
  if (await has(head, source)) return { type: 'there', branch: into, head };
  return merged({ source, into, head }, { question, world });
}

interface Planning {
  readonly question: HotfixPinQuestion;
  readonly world: World;
}

interface Merging {
  /** Head of the hotfix. */
  readonly source: string;
  readonly into: string;
  readonly head: string;
}

/** A merge that waits already is taken where it has both as they are now; else another one takes its place. */
async function merged({ source, into, head }: Merging, { question, world }: Planning): Promise<HotfixPin> {
  const { entry, name, environment, id } = question;
  const repo = { name: entry.repo, url: entry.url };
  const ref = hotfixWaitingRef(environment, name);
  const waiting = await world.repos.resolve(repo, ref);
  const pinned = async (commit: string, move: LandingMove | null): Promise<HotfixPin> => ({
    type: 'pinned',
    pin: await pinAt(commit, ref, { question, world }),
    merged: into,
    move,
  });
  const has = (inner: string): Promise<boolean> => containsCommit(repo, { outer: waiting, inner }, world);
  if (waiting !== null && (await has(head)) && (await has(source))) return pinned(waiting, null);
  await Promise.all([head, source].map((commit) => world.repos.ensure(repo, commit)));
  const outcome = await world.merges.merge(repo, {
    head,
    source,
    paragraphs: [`hotfix: ${hotfixBranch(name)} to ${into}`, `Convoy-Hotfix: ${id}`],
    author: await world.coordination.author(),
    at: world.clock.now(),
  });
  switch (outcome.type) {
    case 'merged':
      return pinned(outcome.commit, {
        repo: repo.name,
        url: repo.url,
        ref,
        expected: waiting,
        to: outcome.commit,
      });
    case 'conflict':
      return {
        type: 'refused',
        why: `${hotfixBranch(name)} conflicts with ${into} in ${outcome.files.join(', ')}`,
      };
    case 'contained':
      return { type: 'there', branch: into, head };
    default:
      return unreachable(outcome);
  }
}

async function pinAt(commit: string, ref: string, { question, world }: Planning): Promise<Pin> {
  const { repo, url, declaration } = question.entry;
  const address = { name: repo, url };
  await world.repos.ensure(address, commit);
  const tree = await world.repos.tree(address, commit, declaration.paths ?? ['.']);
  return { repo, ref, commit, tree };
}
