import type { Json } from '../model/json';
import { landingElsewhere, pushesUndone } from '../model/promotion-errors';
import { makeMove, takeBackMove, type LandingMove } from './landing-move';
import type { World } from './world';

/** Refs of several repositories that move together or not at all. A value that can be written down. */
export interface Landing {
  /** What is being done, in a person's words. */
  readonly what: string;
  readonly moves: readonly LandingMove[];
  /** What the command needs to end its work, where another one goes on with it. */
  readonly rest: Json;
}

/** What a command does with its landing. */
export interface LandingWork {
  /** One landing of a name at a time. */
  readonly name: string;
  readonly landing: Landing;
  /** Whether another process has begun it. */
  readonly isBegun: boolean;
  /** Ends the work of the command, once all refs have moved. It may have been done before, or half of it. */
  readonly finish: () => Promise<void>;
  /** Takes back what `finish` did, all of it or half. */
  readonly unfinish: () => Promise<void>;
}

const KEY = 'open';

/** The landing of this name that was begun and has not ended: its process was killed, or could not put everything back. */
export async function interruptedLanding(name: string, world: World): Promise<Landing | null> {
  const notes = await world.journal.notes(journalOf(name, world));
  return (notes.get(KEY) ?? null) as Landing | null;
}

/**
 * Moves all refs, each only from where it is expected to be. Where one is refused, those before it go back, each only where it still is what was pushed. What is to be
 * done is written down before the first push, so that a process that is killed is gone on with by the next one (`interruptedLanding`): a move that was made already is one that
 * is done. Only when `finish` has ended the work of the command, or all is as it was, is it forgotten.
 */
export function landMoves(work: LandingWork, world: World): Promise<void> {
  const { name, landing, finish } = work;
  return alone(work, world, async () => {
    await world.journal.note(journalOf(name, world), KEY, landing as unknown as Json);
    for (const [index, move] of landing.moves.entries()) {
      const made = await makeMove(move, world);
      if (made.type === 'made') continue;
      // Of one that nobody answers for it is not known that it did not come about.
      const moves = landing.moves.slice(0, made.type === 'unknown' ? index + 1 : index);
      await putBack(work, { moves, because: made.because }, world);
    }
    await finish();
    await forget(name, world);
  });
}

/** Takes back what an interrupted landing has done. */
export function abandonLanding(work: LandingWork, world: World): Promise<void> {
  return alone(work, world, async () => {
    const stuck = await takeBack(work, work.landing.moves, world);
    if (stuck !== null) throw pushesUndone({ what: work.landing.what, because: 'it was given up', ...stuck });
  });
}

/** Two processes of one checkout at once would take each other's landing for one that was interrupted. */
function alone(work: LandingWork, world: World, act: () => Promise<void>): Promise<void> {
  const { name, landing, isBegun } = work;
  return world.journal.alone(journalOf(name, world), async () => {
    const open = await interruptedLanding(name, world);
    if (JSON.stringify(open) !== JSON.stringify(isBegun ? landing : null))
      throw landingElsewhere(landing.what);
    await act();
  });
}

interface Failed {
  readonly moves: readonly LandingMove[];
  readonly because: string;
}

async function putBack(work: LandingWork, { moves, because }: Failed, world: World): Promise<never> {
  const stuck = await takeBack(work, moves, world);
  throw pushesUndone({ what: work.landing.what, because, ...(stuck ?? { stuck: [], isOpen: false }) });
}

interface Stuck {
  /** What could not be put back, a line each. */
  readonly stuck: readonly string[];
  /** Whether a later try may put it back, or go on: then it is not forgotten. */
  readonly isOpen: boolean;
}

/** null: everything is as it was. */
async function takeBack(
  { name, unfinish }: LandingWork,
  moves: readonly LandingMove[],
  world: World,
): Promise<Stuck | null> {
  await unfinish();
  const stuck = [];
  for (const move of [...moves].reverse()) stuck.push((await takeBackMove(move, world)) ?? []);
  const found = stuck.flat();
  const isOpen = found.some(({ passes }) => passes);
  if (!isOpen) await forget(name, world);
  return found.length === 0 ? null : { stuck: found.map(({ line }) => line), isOpen };
}

function forget(name: string, world: World): Promise<void> {
  return world.journal.note(journalOf(name, world), KEY, null);
}

/** What was begun in one world is never gone on with in the other. */
function journalOf(name: string, { name: world }: World): string {
  return `landing-${world}-${name}`;
}
