import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The catalogue of refusals: one function each, context in, error out. Codes are described in error-descriptions.ts, from which
// docs/errors.md is generated; those of generators are in generator-errors.ts. A remedy is the command to type wherever there is one.

export function manifestMissing(): CoordinationError {
  return refusal('CONVOY_MANIFEST_MISSING', 'there is no repos.json at the root of the workspace', {
    remedy: 'npx nx g nx-convoy:init',
  });
}

export function manifestInvalid(problems: readonly string[]): CoordinationError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return refusal('CONVOY_MANIFEST_INVALID', `repos.json has ${count}\n${problems.join('\n')}`, {
    remedy: 'correct repos.json; an editor that reads its $schema shows the same problems as you type',
  });
}

export interface UnknownName {
  readonly value: string;
  readonly known: readonly string[];
  readonly didYouMean: string | null;
}

/** `flag`: what was typed to name the environment; generators have another than targets. */
export function unknownEnvironment(name: UnknownName, flag = '--configuration'): CoordinationError {
  return refusal(
    'CONVOY_ENVIRONMENT_UNKNOWN',
    `there is no environment “${name.value}”; there are ${name.known.join(', ')}`,
    { remedy: `${flag}=${name.didYouMean ?? choice(name.known, 'environment')}` },
  );
}

export function missingConfiguration(known: readonly string[]): CoordinationError {
  return refusal('CONVOY_ENVIRONMENT_MISSING', `no environment is named; there are ${known.join(', ')}`, {
    remedy: `--configuration=${choice(known, 'environment')}`,
  });
}

export function environmentClosed(environment: string, reason: string): CoordinationError {
  return refusal('CONVOY_ENVIRONMENT_CLOSED', `${environment} is closed: ${reason}`, {
    remedy: `see what is needed to open it:  npx nx run convoy:plan:${environment}`,
  });
}

export function unknownComponent(name: UnknownName): CoordinationError {
  return refusal(
    'CONVOY_COMPONENT_UNKNOWN',
    `there is no component “${name.value}”; there are ${name.known.join(', ')}`,
    { remedy: name.didYouMean === null ? `name one of them` : `did you mean ${name.didYouMean}?` },
  );
}

export function componentAbsent(component: string, environment: string): CoordinationError {
  return refusal('CONVOY_COMPONENT_ABSENT', `${component} does not exist in ${environment}`, {
    remedy: `leave it out, or add "${environment}" to its "environments" in repos.json`,
  });
}

export function pinMissing(component: string, environment: string): CoordinationError {
  return refusal(
    'CONVOY_PIN_MISSING',
    `${component} is not pinned for ${environment}: there is no components/${component}/pins/${environment}.json`,
    { remedy: pinCommand(environment, component) },
  );
}

export interface CorruptPin {
  readonly component: string;
  readonly environment: string;
  readonly path: string;
  /** The field and what is wrong with it. */
  readonly what: string;
}

export function pinInvalid(pin: CorruptPin): CoordinationError {
  return refusal('CONVOY_PIN_INVALID', `${pin.path} cannot be used: ${pin.what}`, {
    remedy: `delete the file, then:  ${pinCommand(pin.environment, pin.component)}`,
  });
}

export interface StalePin {
  readonly component: string;
  readonly environment: string;
  readonly commit: string;
  readonly pinned: string;
  readonly actual: string;
}

export function pinStale(pin: StalePin): CoordinationError {
  return refusal(
    'CONVOY_PIN_STALE',
    `the pin of ${pin.component} for ${pin.environment} says tree ${short(pin.pinned)}, but commit ${short(pin.commit)} has tree ${short(pin.actual)}`,
    { remedy: pinCommand(pin.environment, pin.component, pin.commit) },
  );
}

export function refUnsafe(ref: string, what: string): CoordinationError {
  return refusal('CONVOY_REF_UNSAFE', `“${ref}” is not a ref: ${what}`, {
    remedy: 'name a branch, a tag or a full commit id:  --ref=main',
  });
}

export function commitNotFound(repo: string, commit: string): CoordinationError {
  return refusal(
    'CONVOY_COMMIT_NOT_FOUND',
    `${repo} has no commit ${commit}: it was not pushed, was rewritten, or the url in repos.json is of another repository`,
    { remedy: 'npx nx g nx-convoy:pin --environment=<environment> --ref=<branch>' },
  );
}

export function remoteUnreachable(repo: string, url: string, cause: unknown): CoordinationError {
  return refusal('CONVOY_REMOTE_UNREACHABLE', `${repo} cannot be reached at ${url}: ${inWords(cause)}`, {
    remedy: `see what git says:  git ls-remote ${url}`,
    blame: 'outside',
    cause,
  });
}

export interface ForeignAccount {
  readonly expected: string;
  readonly actual: string;
  readonly environment: string;
}

export function wrongAccount(account: ForeignAccount): CoordinationError {
  return refusal(
    'CONVOY_ACCOUNT_WRONG',
    `the identity in use belongs to account ${account.actual}; ${account.environment} is in account ${account.expected}`,
    { remedy: `use credentials of ${account.expected}, and look:  aws sts get-caller-identity` },
  );
}

export function noIdentity(cause: unknown): CoordinationError {
  return refusal('CONVOY_IDENTITY_MISSING', `AWS does not know who is asking: ${inWords(cause)}`, {
    remedy: 'log in (aws sso login), or try it without an account:  CONVOY_WORLD=sandbox npx nx …',
    cause,
  });
}

export function sandboxNotRunning(what: string): CoordinationError {
  return refusal('CONVOY_SANDBOX_NOT_RUNNING', `the sandbox is not running: ${what}`, {
    remedy: 'npx nx run sandbox:up',
  });
}

export function unknownWorld(value: string): CoordinationError {
  return refusal('CONVOY_WORLD_UNKNOWN', `CONVOY_WORLD is “${value}”; there are aws, sandbox`, {
    remedy: 'CONVOY_WORLD=sandbox npx nx …        or unset it for the real providers',
  });
}

export function endpointOverridden(variable: string, value: string): CoordinationError {
  return refusal(
    'CONVOY_ENDPOINT_OVERRIDDEN',
    `world aws means the real providers, but ${variable} is ${value}`,
    { remedy: `unset ${variable}        or use the sandbox:  CONVOY_WORLD=sandbox npx nx …` },
  );
}

export interface UnverifiedDependency {
  readonly component: string;
  readonly dependency: string;
  readonly environment: string;
  /** What was last verified there; null: nothing. */
  readonly liveCommit: string | null;
  readonly pinCommit: string | null;
}

export function dependencyNotVerified(facts: UnverifiedDependency): CoordinationError {
  const { component, dependency, environment, liveCommit, pinCommit } = facts;
  const live = liveCommit === null ? 'was never verified there' : `is verified at ${short(liveCommit)}`;
  const pin = pinCommit === null ? 'it has no pin' : `its pin is ${short(pinCommit)}`;
  // At its pin and yet refused: its last attempt did not end well.
  const state =
    liveCommit !== null && liveCommit === pinCommit ? 'did not pass its last attempt' : `${live}, ${pin}`;
  return refusal(
    'CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED',
    `${component} cannot be deployed to ${environment}\n${dependency} ${state}`,
    {
      remedy: `deploy it first:  npx nx deploy ${component} --configuration=${environment}        (takes its dependencies along)`,
    },
  );
}

export interface ForeignCommits {
  readonly component: string;
  readonly branch: string;
  readonly head: string;
  readonly pin: string;
  readonly environment: string;
  readonly relation: 'ahead' | 'diverged';
}

export function branchAhead(facts: ForeignCommits): CoordinationError {
  const { component, branch, head, pin, environment } = facts;
  const relation =
    facts.relation === 'ahead'
      ? `is ahead of the pin ${short(pin)}`
      : `has diverged from the pin ${short(pin)}`;
  return refusal(
    'CONVOY_BRANCH_AHEAD',
    `${component} cannot be deployed to ${environment}\nbranch ${branch} ${relation}: it is at ${short(head)}, and only fast-forwards are pushed`,
    {
      remedy: `pin what is there:  ${pinCommand(environment, component, branch)}        or roll back by a revert commit on ${branch}`,
    },
  );
}

export function prepareMissing(component: string, environment: string): CoordinationError {
  return refusal('CONVOY_PREPARE_MISSING', `${component} is not prepared at its pin for ${environment}`, {
    remedy: `npx nx prepare ${component} --configuration=${environment}`,
  });
}

/** Nothing was ever deployed there, so there is nothing to verify. */
export function notDeployed(component: string, environment: string): CoordinationError {
  return refusal('CONVOY_NOT_DEPLOYED', `${component} was never deployed to ${environment}`, {
    remedy: `npx nx deploy ${component} --configuration=${environment}`,
  });
}

export function ledgerUnreachable(place: string, cause: unknown): CoordinationError {
  return refusal('CONVOY_LEDGER_UNREACHABLE', `the ledger at ${place} cannot be reached: ${inWords(cause)}`, {
    remedy: `see what git says:  git ls-remote ${place}`,
    blame: 'outside',
    cause,
  });
}

export function ledgerCorrupt(path: string, what: string): CoordinationError {
  return refusal('CONVOY_LEDGER_CORRUPT', `${path} of the ledger cannot be read: ${what}`, {
    remedy: `look at its history and restore it:  git log -p <remote>/<ledger branch> -- ${path}`,
  });
}

export function schemaUnreadable(name: string, what: string): CoordinationError {
  return refusal('CONVOY_SCHEMA_UNREADABLE', `${name} does not say which migrations are applied: ${what}`, {
    remedy: `read its log:  aws logs tail /aws/lambda/${name}`,
    blame: 'outside',
  });
}

/** `found` null: the tool is not there at all. */
export function toolTooOld(tool: string, needed: string, found: string | null): CoordinationError {
  const has = found === null ? 'is not installed' : `is ${found}`;
  return refusal('CONVOY_TOOL_TOO_OLD', `${tool} ${has}; ${needed} or newer is needed`, {
    remedy: `install ${tool} ${needed} or newer, then look:  ${tool} --version`,
  });
}

/** Another process on this machine holds a lock of ours for longer than anything of ours takes. */
export function machineBusy(lock: string, milliseconds: number): CoordinationError {
  const waited = `${Math.round(milliseconds / 1000)} s`;
  return refusal('CONVOY_MACHINE_BUSY', `another process on this machine has held ${lock} for ${waited}`, {
    remedy: 'let the other run end, or end it, then the same command again',
    blame: 'outside',
  });
}

export function variableMissing(name: string, where: string): CoordinationError {
  return refusal('CONVOY_VARIABLE_MISSING', `$${name} is not set; ${where} needs it`, {
    remedy: `export ${name}=…`,
  });
}

/** The command that writes a pin. */
export function pinCommand(environment: string, component: string, ref = '<branch>'): string {
  return `npx nx g nx-convoy:pin --environment=${environment} --component=${component} --ref=${ref}`;
}

function choice(known: readonly string[], what: string): string {
  return known.length === 0 ? `<${what}>` : `<${known.join('|')}>`;
}

function short(id: string): string {
  return id.slice(0, 7);
}

function inWords(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
