import type { CoordinationError } from './coordination-error';
import { pinCommand } from './errors';
import type { Pin } from './pin';
import { refusal } from './refusal';

// The part of the catalogue that concerns where a pinned commit lies: on which branch, before or after what is live.

const HOTFIX = '--hotfix --reason="…"';

export interface PinOffBranch {
  readonly component: string;
  readonly environment: string;
  /** The one that the environment runs. */
  readonly branch: string;
  /** null: the repository has no such branch. */
  readonly head: string | null;
  readonly pin: Pick<Pin, 'ref' | 'commit'>;
}

export function pinOffBranch(facts: PinOffBranch): CoordinationError {
  const { component, environment, branch } = facts;
  return refusal('CONVOY_BRANCH_WRONG', `${scene(facts)}\n${offBranch(facts)}`, {
    remedy: `merge it into ${branch}, then:  ${pinCommand(environment, component, branch)}        or, from a hotfix/* branch:  the same command with ${HOTFIX}`,
  });
}

export function hotfixRefWrong(facts: PinOffBranch): CoordinationError {
  const { component, environment, pin } = facts;
  return refusal(
    'CONVOY_HOTFIX_REF_WRONG',
    `${scene(facts)}\n--hotfix takes pins of a hotfix/* branch, and this one was pinned from “${pin.ref}”`,
    { remedy: `push it as a hotfix branch, then:  ${pinCommand(environment, component, 'hotfix/<name>')}` },
  );
}

export function hotfixNotOnHead(facts: PinOffBranch): CoordinationError {
  const { component, environment, branch, head, pin } = facts;
  const base = head === null ? `there is no ${branch}` : `${branch} is at ${short(head)}`;
  return refusal(
    'CONVOY_HOTFIX_NOT_ON_HEAD',
    `${scene(facts)}\nhotfix ${short(pin.commit)} does not descend from the head of ${branch} (${base}): it would lose what is there`,
    {
      remedy: `rebase ${pin.ref} onto ${branch} and push it, then:  ${pinCommand(environment, component, pin.ref)}`,
    },
  );
}

export interface LostHotfix {
  readonly component: string;
  readonly environment: string;
  /** The hotfix. */
  readonly commit: string;
  readonly run: string;
  readonly pin: string;
}

export function hotfixLost(facts: LostHotfix): CoordinationError {
  const { component, environment, commit, run, pin } = facts;
  return refusal(
    'CONVOY_HOTFIX_LOST',
    `${scene(facts)}\nit runs hotfix ${short(commit)} of run ${run}, which the pin ${short(pin)} does not contain`,
    {
      remedy: `merge the hotfix, then:  ${pinCommand(environment, component)}        or lose it on purpose:  the same command with --reason="…"`,
    },
  );
}

export interface Downgrade {
  readonly component: string;
  readonly environment: string;
  readonly live: string;
  readonly pin: string;
}

export function downgrade(facts: Downgrade): CoordinationError {
  const { component, environment, live, pin } = facts;
  return refusal(
    'CONVOY_DOWNGRADE',
    `${scene(facts)}\nits pin ${short(pin)} is older than what is live, ${short(live)}, which contains it`,
    {
      remedy: `pin what is newer:  ${pinCommand(environment, component)}        or go back:  npx nx rollback ${component} --configuration=${environment}        or, on purpose:  the same command with --reason="…"`,
    },
  );
}

function scene({ component, environment }: { component: string; environment: string }): string {
  return `${component} cannot be deployed to ${environment}`;
}

function offBranch({ environment, branch, head, pin }: PinOffBranch): string {
  const what = `its pin ${short(pin.commit)} (${pin.ref}) is not on ${branch}, the branch that ${environment} runs`;
  return head === null ? `${what}: the repository has no such branch` : what;
}

function short(id: string): string {
  return id.slice(0, 7);
}
