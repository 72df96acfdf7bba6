import { featureFlagErrorDescriptions } from './feature-flag-error-descriptions';
import { generatorErrorDescriptions } from './generator-error-descriptions';
import { guardErrorDescriptions } from './guard-error-descriptions';
import { alarmErrorDescriptions } from './alarm-error-descriptions';
import { promotionErrorDescriptions } from './promotion-error-descriptions';
import { hotfixErrorDescriptions } from './hotfix-error-descriptions';
import { publicationErrorDescriptions } from './publication-error-descriptions';
import { migrationErrorDescriptions } from './migration-error-descriptions';
import { sqlErrorDescriptions } from './sql-error-descriptions';
import { scratchErrorDescriptions } from './scratch-error-descriptions';
import { layerErrorDescriptions } from './layer-error-descriptions';
import { lockErrorDescriptions } from './lock-error-descriptions';

/** When a refusal or failure occurs and what to do about it; docs/errors.md is generated from this. */
export interface ErrorDescription {
  readonly when: string;
  readonly action: string;
}

const PIN = '`npx nx g nx-convoy:pin --environment=<environment> --ref=<branch>`';
const RESUME = 'Mend the cause, then the same command again: it does exactly what is missing.';

/** Every code that the plugin can report. A code that is not described here does not compile. */
export const errorDescriptions = {
  // What the workspace says.
  CONVOY_MANIFEST_MISSING: {
    when: 'The workspace has no repos.json.',
    action: '`npx nx g nx-convoy:init` writes one to start from.',
  },
  CONVOY_MANIFEST_INVALID: {
    when: 'repos.json cannot be read, or says something that cannot be meant. All problems are listed, with line and column.',
    action: 'Correct the places named; an editor that follows `$schema` shows most of them while typing.',
  },
  CONVOY_PIN_MISSING: {
    when: 'A component has no pin for the environment, so nobody has said which commit should run there.',
    action: `${PIN}, then commit the file.`,
  },
  CONVOY_PIN_INVALID: {
    when: 'A pin file cannot be read, or a field of it is not what it must be.',
    action: `Delete the file and write it again: ${PIN}.`,
  },
  CONVOY_PIN_STALE: {
    when: "A pin's tree is not the tree of its commit: the paths of the component were changed in repos.json after the pin was written, or the file was edited by hand.",
    action: `Write the pin again: ${PIN}.`,
  },

  // What was typed.
  CONVOY_ENVIRONMENT_MISSING: {
    when: 'No environment was named; Nx itself would go on without one.',
    action: 'Add `--configuration=<environment>`.',
  },
  CONVOY_ENVIRONMENT_UNKNOWN: {
    when: 'The environment named is not in repos.json; Nx itself would ignore it silently.',
    action: 'Name one of the environments that the message lists.',
  },
  CONVOY_ENVIRONMENT_CLOSED: {
    when: 'The environment is declared `closed` in repos.json.',
    action: '`npx nx run convoy:plan:<environment>` lists what is needed to open it.',
  },
  CONVOY_COMPONENT_UNKNOWN: {
    when: 'The component named is not in repos.json.',
    action: 'Name one of the components that the message lists.',
  },
  CONVOY_COMPONENT_ABSENT: {
    when: 'The component named does not exist in the environment (`environments` in repos.json).',
    action: 'Leave it out, or add the environment to the component in repos.json.',
  },
  CONVOY_REF_UNSAFE: {
    when: 'A ref was given that git could take for an option or that is no ref name.',
    action: 'Name a branch, a tag, or a full commit id.',
  },
  CONVOY_SOURCE_UNUSABLE: {
    when: 'The folder of `--source` is no checkout of the component’s repository, has no commit, or its working tree cannot be taken as it is (a repository inside it, a file that cannot be read).',
    action:
      'Name a checkout of that repository. What the message names can be committed, or put into .gitignore.',
  },
  CONVOY_COMPARED_WITH_ITSELF: {
    when: 'An environment was to be compared, or brought into step, with itself.',
    action: 'Name two environments.',
  },
  CONVOY_PROPOSAL_REJECTED: {
    when: 'A branch with an edit could not be put into a repository: its remote refused it, somebody was quicker, or the branch that it is for does not exist.',
    action: 'The same command again; it starts from what is there then.',
  },
  CONVOY_WORLD_UNKNOWN: {
    when: '`CONVOY_WORLD` names neither `aws` nor `sandbox`.',
    action: 'Unset it (the real providers) or set it to `sandbox`.',
  },

  // Where it would act.
  CONVOY_ACCOUNT_WRONG: {
    when: "The caller's identity belongs to another account than repos.json names for the environment.",
    action: 'Use credentials of the account that the environment names.',
  },
  CONVOY_IDENTITY_MISSING: {
    when: 'AWS credentials were not found, or AWS does not accept them.',
    action: 'Log in, or try everything without an account: `CONVOY_WORLD=sandbox …`.',
  },
  CONVOY_ENDPOINT_OVERRIDDEN: {
    when: 'World `aws` was chosen, but a variable would send its calls somewhere else.',
    action: 'Unset the variable, or choose the sandbox: `CONVOY_WORLD=sandbox …`.',
  },
  CONVOY_SANDBOX_NOT_RUNNING: {
    when: 'World `sandbox` was chosen, but the sandbox is not up.',
    action: '`npx nx run sandbox:up`',
  },
  CONVOY_TOOL_TOO_OLD: {
    when: 'A tool on this machine is missing or older than what is needed.',
    action: 'Install the version that the message names.',
  },
  CONVOY_VARIABLE_MISSING: {
    when: 'repos.json refers to `$NAME`, and the environment has no such variable.',
    action: 'Set the variable in the environment of the command; its value is never stored.',
  },
  CONVOY_REMOTE_UNREACHABLE: {
    when: 'The remote of a repository did not answer, or refused.',
    action: 'Try what the message prints by hand; check network, access and the url in repos.json.',
  },
  CONVOY_COMMIT_NOT_FOUND: {
    when: 'A pinned commit does not exist in its repository: not pushed, rewritten, or the repository is another one.',
    action: `Push the commit, or pin what exists: ${PIN}.`,
  },
  CONVOY_MACHINE_BUSY: {
    when: 'Another process on this machine prepares the same thing, or uses the same mirror, and does not come to an end.',
    action:
      'Let it end, or end it, then the same command again. The lock of a process that is gone is taken over by itself.',
  },
  CONVOY_LEDGER_UNREACHABLE: {
    when: 'The ledger (branch `deployments/<environment>`) could not be read or written.',
    action: 'Check the remote that `ledger` in repos.json names, then the same command again.',
  },
  CONVOY_LEDGER_CORRUPT: {
    when: 'A file of the ledger is not what the plugin writes.',
    action: 'Restore the file from the history of the ledger branch.',
  },
  CONVOY_PROVIDER_FAILED: {
    when: 'A provider (AWS, Cloudflare) refused a call or did not answer it, retries included; the message has its words.',
    action:
      'Mend what it names (often a permission), then the same command again: it does exactly what is missing.',
  },
  CONVOY_SCHEMA_UNREADABLE: {
    when: 'The function that knows the database schema did not say what is applied.',
    action: 'Read its log; deploy the database component again once it answers.',
  },

  // Whether it may happen.
  ...guardErrorDescriptions,
  CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED: {
    when: 'A component was to be deployed before a dependency of it was verified at its pin.',
    action: 'Deploy the dependency first, or the component together with its dependencies.',
  },
  CONVOY_BRANCH_AHEAD: {
    when: 'A branch whose push is the deploy holds commits that the pin does not contain.',
    action: 'Pin a commit that contains them, or revert them on the branch.',
  },
  CONVOY_NOT_DEPLOYED: {
    when: 'A component was to be verified in an environment to which it was never deployed.',
    action: '`npx nx deploy <component> --configuration=<environment>`',
  },
  CONVOY_PREPARE_MISSING: {
    when: 'A component is to be deployed or tested, but nothing is prepared for its pinned commit.',
    action: '`npx nx prepare <component> --configuration=<environment>`',
  },

  // Going back.
  CONVOY_DATABASE_UNDECLARED: {
    when: 'A restore was asked for of a component whose `migrations` name no `instance`.',
    action: 'Add `"instance"` to `migrations` in repos.json.',
  },
  CONVOY_DATABASE_MISSING: {
    when: 'The database instance that repos.json names does not exist at RDS.',
    action: 'Mend `"instance"` in repos.json.',
  },
  CONVOY_RESTORE_TIME_INVALID: {
    when: 'What `--at` says is no time.',
    action: 'A time in ISO 8601, such as `--at=2026-03-02T12:00:00Z`.',
  },
  CONVOY_RESTORE_TIME_UNKNOWN: {
    when: 'No time was said, and the last run applied no migration whose second before could be meant.',
    action: '`npx nx restore <component> --configuration=<environment> --at=<time>`.',
  },
  CONVOY_RESTORE_FAILED: {
    when: 'The new instance of a restore did not become available. The one that is live was not touched.',
    action: '`aws rds describe-events --source-identifier <instance> --source-type db-instance`.',
  },
  CONVOY_NO_RELEASE: {
    when: 'A rollback was asked for, and there is no release to go back to (a first deploy, or a run that was no release). Nothing was touched.',
    action: 'Mend forward: pin what is right and deploy it.',
  },
  CONVOY_ORDER_DEPENDENT_NOT_BACK: {
    when: 'A component was to be rolled back before what depends on it was.',
    action: 'Roll back the dependents first, or the component together with them.',
  },
  CONVOY_BUCKET_MISSING: {
    when: 'A component goes back by the templates of its stacks, and its environment names no bucket to keep them in.',
    action: 'Add `bucket` to the environment in repos.json.',
  },
  CONVOY_BUCKET_NOT_FOUND: {
    when: 'The bucket that an environment names for the templates of its stacks does not exist.',
    action: 'Make it with the command of the message, or name another one in repos.json.',
  },
  CONVOY_STORED_STACK_MISSING: {
    when: 'The template that a stack was to be put back to is not in its bucket any more.',
    action: 'Restore the object from the versions of the bucket, then the same command again.',
  },

  // The lock.
  ...alarmErrorDescriptions,
  ...layerErrorDescriptions,
  ...migrationErrorDescriptions,
  ...scratchErrorDescriptions,
  ...sqlErrorDescriptions,
  ...generatorErrorDescriptions,
  ...hotfixErrorDescriptions,
  ...publicationErrorDescriptions,
  ...promotionErrorDescriptions,
  ...featureFlagErrorDescriptions,
  ...lockErrorDescriptions,
  CONVOY_UNLOCK_REASON_MISSING: {
    when: 'The lock of an environment was to be taken away without a reason.',
    action: 'Make sure that the run is gone, then add `--reason="…"`; it is kept in the ledger.',
  },
  CONVOY_UNLOCK_HOLDER_ALIVE: {
    when: 'The holder of the lock gave a sign of life while it was being taken away.',
    action: 'Ask who holds it.',
  },

  // What went wrong while acting: these end up in receipts and reports.
  CONVOY_PREPARE_FAILED: {
    when: 'Installing or building the pinned commit failed; nothing was deployed.',
    action: RESUME,
  },
  CONVOY_STEP_FAILED: { when: 'A command of the component failed.', action: RESUME },
  CONVOY_MIGRATION_FAILED: {
    when: 'A migration was not applied; what the file had done was undone with it.',
    action: RESUME,
  },
  CONVOY_PUSH_REJECTED: {
    when: 'The remote refused to move the branch whose push is the deploy.',
    action: RESUME,
  },
  CONVOY_NOT_CONFIRMED: {
    when: 'The commands ended well, but the provider does not report what they should have made.',
    action: RESUME,
  },
  CONVOY_NOT_VERIFIED: {
    when: 'It is deployed, but a check of the component failed or could not be asked.',
    action: RESUME,
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;

export type ErrorCode = keyof typeof errorDescriptions;
