import { isBug } from '../model/is-bug';
import type { LeaseStamps } from './lease-stamps';

export interface BeatingAlong {
  readonly environment: string;
  readonly stamps: LeaseStamps;
  readonly beatMilliseconds: number;
  readonly beat: (token: string) => Promise<'beaten' | 'lost'>;
  readonly onLost: () => void;
}

/** How many times the stamp is looked at in one interval. */
const LOOKS = 5;

/** Looks at the run's stamp every now and then, and beats when nobody of the run did for an interval. Answers how to stop. */
export function beatAlong(along: BeatingAlong): () => void {
  let isBusy = false;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    clearInterval(timer);
  };
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      if ((await isStillOurs(along)) || isStopped) return;
      stop();
      along.onLost();
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void look(), along.beatMilliseconds / LOOKS);
  // The run does not live for its beat.
  timer.unref();
  return stop;
}

async function isStillOurs({ environment, stamps, beatMilliseconds, beat }: BeatingAlong): Promise<boolean> {
  const stamp = await stamps.read(environment);
  if (stamp === null || stamp.state === 'freed') return true;
  if (stamp.state === 'lost') return false;
  if (stamp.ageMilliseconds < beatMilliseconds) return true;
  const turn = async (): Promise<boolean> => {
    const newest = await stamps.read(environment);
    if (newest?.state !== 'held') return newest?.state !== 'lost';
    if (newest.ageMilliseconds < beatMilliseconds) return true;
    return (await beat(newest.token)) === 'beaten';
  };
  try {
    return (await stamps.alone(`beat-${environment}`, turn, 0)) ?? true;
  } catch (cause) {
    if (isBug(cause)) throw cause;
    // A remote that is away may be back at the next look; no step starts meanwhile, as each asks for a proof that is young.
    return true;
  }
}
