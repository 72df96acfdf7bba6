import type { Freeze } from '../../model/calendar-declaration';
import { instantOf, zoneOf, type Zone } from './local-time';

const DAY = 86_400_000;

/** A freeze as instants: from one up to, but not with, another. */
export interface Frost {
  readonly freeze: Freeze;
  readonly from: number;
  readonly to: number;
  readonly zone: Zone;
}

/** The freeze that an instant lies in; where several overlap, the one that ends last. */
export function frostAt(freezes: readonly Freeze[], instant: number): Frost | null {
  const found = freezes.map(frostOf).filter(({ from, to }) => from <= instant && instant < to);
  return found.sort((left, right) => right.to - left.to)[0] ?? null;
}

/** The freeze that begins next after an instant; null: none is declared. */
export function nextFrost(freezes: readonly Freeze[], instant: number): Frost | null {
  const coming = freezes.map(frostOf).filter(({ from }) => from > instant);
  return coming.sort((left, right) => left.from - right.from)[0] ?? null;
}

/** Both days are part of it, by the midnights of its zone. */
function frostOf(freeze: Freeze): Frost {
  const zone = zoneOf(freeze.timezone);
  const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);
  const [from, to] = [instantOf(midnight(freeze.from), zone), instantOf(midnight(freeze.to) + DAY, zone)];
  return { freeze, from, to, zone };
}
