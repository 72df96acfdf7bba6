import type { RefMove } from '../effects/merges-port';
import type { PushOutcome, RepoAddress } from '../effects/ports';
import { isCoordinationError } from '../model/coordination-error';
import type { Json } from '../model/json';
import { pushesUndone } from '../model/promotion-errors';
import type { World } from './world';

export interface LandingMove extends RefMove {
  readonly repo: string;
  readonly url: string;
}

/** Refs of several repositories that move together or not at all. A value that can be written down. */
export interface Landing {
  /** What is being done, in a person's words. */
  readonly what: string;
  readonly moves: readonly LandingMove[];
  /** What the command needs to end its work, where another one goes on with it. */
  readonly rest: Json;
}

const KEY = 'open';

/** The landing of this name that was begun and has not ended: its process was killed. */
export async function interruptedLanding(name: string, world: World): Promise<Landing | null> {
  const notes = await world.journal.notes(journalOf(name));
  return (notes.get(KEY) ?? null) as Landing | null;
}

/**
 * Moves all refs, each only from where it is expected to be. Where one is refused, those before it go back, each only where it still is what was pushed. What is to be
 * done is written down before the first push, so that a process that is killed is gone on with by the next one (`interruptedLanding`): a move that was made already is one that
 * is done. `finish` ends the work of the command; only then is it forgotten.
 */
export async function landMoves(
  name: string,
  landing: Landing,
  world: World,
  finish: () => Promise<void>,
): Promise<void> {
  await world.journal.note(journalOf(name), KEY, landing as unknown as Json);
  for (const [index, move] of landing.moves.entries()) {
    const because = await tryMove(move, world);
    if (because === null) continue;
    await putBack(name, { landing, moves: landing.moves.slice(0, index), because }, world);
  }
  await finish();
  await forget(name, world);
}

/** Takes back what an interrupted landing has pushed. */
export async function abandonLanding(name: string, landing: Landing, world: World): Promise<void> {
  const stuck = await takeBack(landing.moves, world);
  await forget(name, world);
  if (stuck.length === 0) return;
  throw pushesUndone({
    what: landing.what,
    because: 'it was given up',
    stuck,
    remedy: 'look at them by hand',
  });
}

/** null: it is done. Otherwise why not, with the remote as it was. */
async function tryMove(move: LandingMove, world: World): Promise<string | null> {
  const outcome = await pushed(move, world);
  if (outcome.type === 'pushed') return null;
  // The answer may have been lost, not the push: this one, or that of a process that was killed.
  const now = await world.repos.resolve(addressOf(move), move.ref).catch(() => undefined);
  return now === move.to ? null : `${sayMove(move)}: ${outcome.message}`;
}

async function pushed(move: LandingMove, world: World): Promise<PushOutcome> {
  const { ref, expected, to } = move;
  try {
    if (to !== null) await world.repos.ensure(addressOf(move), to);
    return await world.merges.move(addressOf(move), { ref, expected, to });
  } catch (cause) {
    if (!isCoordinationError(cause)) throw cause;
    return { type: 'rejected', message: cause.message };
  }
}

interface Failed {
  readonly landing: Landing;
  /** Those that were made. */
  readonly moves: readonly LandingMove[];
  readonly because: string;
}

async function putBack(name: string, { landing, moves, because }: Failed, world: World): Promise<never> {
  const stuck = await takeBack(moves, world);
  await forget(name, world);
  throw pushesUndone({
    what: landing.what,
    because,
    stuck,
    remedy: 'mend the cause, then the same command again',
  });
}

/** Answers what could not be put back. */
async function takeBack(moves: readonly LandingMove[], world: World): Promise<string[]> {
  const stuck: string[] = [];
  for (const move of [...moves].reverse()) {
    const now = await world.repos.resolve(addressOf(move), move.ref).catch(() => undefined);
    // It was never made, or somebody has put it back already.
    if (now === move.expected) continue;
    if (now !== move.to) {
      const at = now === undefined ? 'is not known' : now === null ? 'is gone' : `is at ${now.slice(0, 7)}`;
      stuck.push(`${sayMove(move)}: it ${at}, so it is not ours to put back`);
      continue;
    }
    const outcome = await pushed({ ...move, expected: move.to, to: move.expected }, world);
    if (outcome.type === 'rejected') stuck.push(`${sayMove(move)}: ${outcome.message}`);
  }
  return stuck;
}

function sayMove({ repo, ref, expected, to }: LandingMove): string {
  const short = (commit: string | null): string => commit?.slice(0, 7) ?? 'nothing';
  return `${repo} ${ref.replace(/^refs\/heads\//, '')} ${short(expected)} → ${short(to)}`;
}

function forget(name: string, world: World): Promise<void> {
  return world.journal.note(journalOf(name), KEY, null);
}

function journalOf(name: string): string {
  return `landing-${name}`;
}

function addressOf({ repo, url }: LandingMove): RepoAddress {
  return { name: repo, url };
}
