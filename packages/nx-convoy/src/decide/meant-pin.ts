import type { Pin } from '../model/pin';
import type { Receipt } from '../model/receipt';

/** What a verification holds a component to. What was rolled back is meant to be what it was in the release, until something is deployed again. */
export function meantPin(pin: Pin, { target, commit, tree }: Receipt): Pin {
  return target === null ? pin : { ...pin, ref: `release ${target}`, commit, tree };
}
