import type { RefMove } from '../effects/merges-port';
import type { PushOutcome, RepoAddress } from '../effects/ports';
import { isCoordinationError } from '../model/coordination-error';
import { unreachable } from '../model/unreachable';
import { containsCommit } from './contains-commit';
import type { World } from './world';

/** A ref that comes to a commit which nobody else makes: whoever sees it there knows whose push that was. */
export interface LandingMove extends RefMove {
  readonly repo: string;
  readonly url: string;
  readonly to: string;
}

export type MadeMove =
  | { readonly type: 'made' }
  | { readonly type: 'refused'; readonly because: string }
  /** Nobody answers: it may have come about. */
  | { readonly type: 'unknown'; readonly because: string };

/** What keeps a ref from being as it was; `passes`: a later try may find it otherwise. */
export interface StuckMove {
  readonly line: string;
  readonly passes: boolean;
}

export async function makeMove(move: LandingMove, world: World): Promise<MadeMove> {
  const outcome = await pushed(move, move, world);
  if (outcome.type === 'pushed') return { type: 'made' };
  // The answer may have been lost, not the push: this one, or that of a process that was killed.
  const sight = await look(move, world);
  switch (sight.type) {
    case 'there':
    case 'covered':
      return { type: 'made' };
    case 'absent':
      return { type: 'refused', because: `${sayMove(move)}: ${outcome.message}` };
    case 'unknown':
      return { type: 'unknown', because: `${sayMove(move)}: ${outcome.message}` };
    default:
      return unreachable(sight);
  }
}

/** Puts a ref back where it is still what was pushed. null: nothing of the push is there, or not any more. */
export async function takeBackMove(move: LandingMove, world: World): Promise<StuckMove | null> {
  const before = await look(move, world);
  if (before.type !== 'there') return stuckAt(before, move, 'it cannot be asked where it is');
  const { ref, expected, to } = move;
  const outcome = await pushed(move, { ref, expected: to, to: expected }, world);
  if (outcome.type === 'pushed') return null;
  return stuckAt(await look(move, world), move, outcome.message);
}

function stuckAt(sight: Sight, move: LandingMove, message: string): StuckMove | null {
  switch (sight.type) {
    case 'absent':
      return null;
    case 'covered': {
      const at = sight.at.slice(0, 7);
      return { line: `${sayMove(move)}: it is at ${at}, so it is not ours to put back`, passes: false };
    }
    case 'there':
    case 'unknown':
      return { line: `${sayMove(move)}: ${message}`, passes: true };
    default:
      return unreachable(sight);
  }
}

type Sight =
  /** What was pushed is not part of the ref. */
  | { readonly type: 'absent' }
  | { readonly type: 'there' }
  /** Somebody pushed on top of it. */
  | { readonly type: 'covered'; readonly at: string }
  | { readonly type: 'unknown' };

async function look(move: LandingMove, world: World): Promise<Sight> {
  try {
    const at = await world.repos.resolve(addressOf(move), move.ref);
    if (at === null) return { type: 'absent' };
    if (at === move.to) return { type: 'there' };
    const isCovered = await containsCommit(addressOf(move), { outer: at, inner: move.to }, world);
    return isCovered ? { type: 'covered', at } : { type: 'absent' };
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return { type: 'unknown' };
  }
}

async function pushed(move: LandingMove, wish: RefMove, world: World): Promise<PushOutcome> {
  try {
    if (wish.to !== null) await world.repos.ensure(addressOf(move), wish.to);
    return await world.merges.move(addressOf(move), wish);
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return { type: 'rejected', message: cause.message };
  }
}

function sayMove({ repo, ref, expected, to }: LandingMove): string {
  const was = expected?.slice(0, 7) ?? 'nothing';
  return `${repo} ${ref.replace(/^refs\/heads\//, '')} ${was} → ${to.slice(0, 7)}`;
}

function addressOf({ repo, url }: LandingMove): RepoAddress {
  return { name: repo, url };
}
