import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns merges over several repositories.

export interface RefusedPromotion {
  readonly from: string;
  readonly to: string;
  /** What is in the way, a line each; nothing was pushed. */
  readonly lines: readonly string[];
  readonly remedy: string;
}

export function promotionRefused({ from, to, lines, remedy }: RefusedPromotion): CoordinationError {
  const what = `${from} cannot be promoted to ${to}; nothing was changed`;
  return refusal('CONVOY_PROMOTION_REFUSED', [what, ...lines.map((line) => `  ${line}`)].join('\n'), {
    remedy,
  });
}

export function promotionPathUnknown(from: string, to: string, path: string | null): CoordinationError {
  const said = path === null ? `nothing is promoted into ${to}` : `${to} is promoted into from ${path}`;
  return refusal('CONVOY_PROMOTION_PATH', `${from} is not what ${to} is promoted from: ${said}`, {
    remedy:
      path === null
        ? 'choose an environment with “promotesFrom” in repos.json'
        : `npx nx g nx-convoy:promote --from=${path} --to=${to}`,
  });
}

export interface UndonePushes {
  /** What was being done. */
  readonly what: string;
  /** The push that did not come about, and why. */
  readonly because: string;
  /** What could not be put back, exactly; empty: everything is as it was. */
  readonly stuck: readonly string[];
  /** Whether it is remembered, so that the same command goes on with it. */
  readonly isOpen: boolean;
}

const MENDED = 'mend the cause, then the same command again';
const GOES_ON = `${MENDED}: it goes on where it stopped; with --abandon it takes the rest back instead`;
const COVERED = 'talk to whoever pushed on top; then the same command again';

export function pushesUndone({ what, because, stuck, isOpen }: UndonePushes): CoordinationError {
  const ending =
    stuck.length === 0
      ? ['what was pushed before it was put back: every repository is as it was']
      : ['what was pushed before it could not be put back:', ...stuck.map((line) => `  ${line}`)];
  return refusal('CONVOY_PUSH_UNDONE', [`${what}: ${because}`, ...ending].join('\n'), {
    remedy: isOpen ? GOES_ON : stuck.length === 0 ? MENDED : COVERED,
    blame: 'outside',
  });
}

export function landingElsewhere(what: string): CoordinationError {
  return refusal(
    'CONVOY_LANDING_ELSEWHERE',
    `${what}: another process of this checkout was at it meanwhile; this one did nothing`,
    { remedy: 'see what it said, then the same command again', blame: 'outside' },
  );
}

export function nothingInterrupted(what: string): CoordinationError {
  return refusal('CONVOY_NOTHING_INTERRUPTED', `there is no interrupted ${what} to take back`, {
    remedy: 'leave --abandon out',
  });
}
