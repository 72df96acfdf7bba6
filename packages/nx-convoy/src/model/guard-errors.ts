import type { CoordinationError } from './coordination-error';
import { pinCommand } from './errors';
import { refusal } from './refusal';

// The part of the catalogue that guards use: whether a component may be deployed to an environment, as things are.

const OUTSIDE = '--outside-window --reason="…"';

export interface Drifted {
  readonly component: string;
  readonly environment: string;
  /** What was changed, a line each. */
  readonly lines: readonly string[];
}

export function drifted({ component, environment, lines }: Drifted): CoordinationError {
  const what = `${component} in ${environment} was changed by hand; a deploy would undo that`;
  return refusal('CONVOY_DRIFTED', [what, ...indented(lines)].join('\n'), {
    remedy:
      'bring it back:  the same command with --overwrite-drift --reason="…"        or keep it: put it into the repository, and pin that',
  });
}

export interface HeldBack {
  readonly component: string;
  readonly environment: string;
  /** The rollback. */
  readonly run: string;
  /** Components of which a new pin ends the hold. */
  readonly causes: readonly string[];
  /** The environment that a fix passes first; null: none. */
  readonly promotesFrom: string | null;
}

export function heldBack(facts: HeldBack): CoordinationError {
  const { component, environment, run, causes, promotesFrom } = facts;
  const first = promotesFrom === null ? '' : `, which passes ${promotesFrom} first`;
  const [cause = component] = causes;
  return refusal(
    'CONVOY_HELD',
    `${component} is held in ${environment}: run ${run} rolled it back, and it is still the pinned tree\na new pin of ${causes.join(' or ')} ends the hold for the whole set`,
    {
      remedy: `pin the fix${first}:  ${pinCommand(promotesFrom ?? environment, cause)}        or release it:  the same command with --release-hold --reason="…"`,
    },
  );
}

export function pinsUncommitted(environment: string, paths: readonly string[]): CoordinationError {
  return refusal(
    'CONVOY_PINS_UNCOMMITTED',
    [`${environment} runs only what is committed; these files are not:`, ...indented(paths)].join('\n'),
    { remedy: `git add ${paths.join(' ')} && git commit -m "deploy: pins of ${environment}"` },
  );
}

export interface UnapprovedPins {
  readonly environment: string;
  readonly remote: string;
  /** Its default branch. */
  readonly branch: string;
  readonly paths: readonly string[];
}

export function pinsUnapproved({ environment, remote, branch, paths }: UnapprovedPins): CoordinationError {
  const what = `${environment} is protected: it runs only what is on ${branch} of ${remote}; these files are not as they are there:`;
  return refusal('CONVOY_PINS_UNAPPROVED', [what, ...indented(paths)].join('\n'), {
    remedy: `merge them into ${branch} by a pull request, then:  git switch ${branch} && git pull ${remote} ${branch}`,
  });
}

export function defaultBranchMissing(environment: string, remote: string): CoordinationError {
  return refusal(
    'CONVOY_PINS_REMOTE_MISSING',
    `${environment} is protected: its pins must be on the default branch of ${remote}, and there is no such remote or branch`,
    { remedy: `see what git says:  git ls-remote --symref ${remote} HEAD` },
  );
}

export function ledgerAlone(environment: string, remote: string): CoordinationError {
  return refusal(
    'CONVOY_LEDGER_ALONE',
    `${environment} is protected, but its ledger and lock are only in this clone, where nobody else sees them`,
    { remedy: `git remote add ${remote} <url>        or name the remote as "ledger" in repos.json` },
  );
}

/** `next`: when the next window opens, by its own clocks; null: never. */
export function windowClosed(environment: string, next: string | null): CoordinationError {
  return refusal(
    'CONVOY_WINDOW_CLOSED',
    `deploys to ${environment} may not start now; the next window opens ${next ?? 'never'}`,
    { remedy: `wait for it, or say why not:  the same command with ${OUTSIDE}` },
  );
}

/** `freeze`: why there is one, where that is what ended the time for deploys. */
export function windowEnded(
  environment: string,
  next: string | null,
  freeze: string | null = null,
): CoordinationError {
  const why =
    freeze === null ? `the window of ${environment} ended` : `a freeze of ${environment} (${freeze}) began`;
  return refusal(
    'CONVOY_WINDOW_ENDED',
    `${why} during the run: what had begun was finished, nothing more was started; ${freeze === null ? 'the next one opens' : 'deploys may start again'} ${next ?? 'never'}`,
    { remedy: `go on then, with the same command; or now:  the same command with ${OUTSIDE}` },
  );
}

export function cloneStale(environment: string, commit: string): CoordinationError {
  return refusal(
    'CONVOY_CLONE_STALE',
    `${environment} was last deployed from commit ${short(commit)} of this repository, which this clone's HEAD does not contain: its pins may be older`,
    { remedy: 'git pull        or, on purpose:  the same command with --reason="…"' },
  );
}

/** `components`: those that are live. */
export function unadopted(environment: string, components: readonly string[]): CoordinationError {
  return refusal(
    'CONVOY_UNADOPTED',
    [`${environment} is live, and its ledger knows nothing of it:`, ...indented(components)].join('\n'),
    {
      remedy: `look:  npx nx run convoy:status:${environment}        then take it over as it is:  the same command with --adopt --reason="…"`,
    },
  );
}

function short(id: string): string {
  return id.slice(0, 7);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
