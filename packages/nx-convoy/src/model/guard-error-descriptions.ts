import type { ErrorDescription } from './error-descriptions';

const REASON = '`--reason="…"`';

/** The codes of guards: whether what was asked for may happen, here and now. */
export const guardErrorDescriptions = {
  // What was typed.
  CONVOY_FLAG_INVALID: {
    when: 'A flag that holds for the whole run has a value that cannot be meant, none at all, or was given twice.',
    action: 'Type the value that the message names.',
  },
  CONVOY_FLAG_MISPLACED: {
    when: 'A flag was given without what belongs to it, or with a target for which it means nothing.',
    action: 'The message names where it belongs.',
  },
  CONVOY_REASON_MISSING: {
    when: 'A flag passes a guard, and no reason was given, or an empty one.',
    action: `Add ${REASON}; it is kept in the ledger.`,
  },
  CONVOY_CONFIRM_MISSING: {
    when: 'The environment is protected and the run was not confirmed, or the name that confirms it is that of another environment.',
    action: 'Add `--confirm=<environment>`, in CI too.',
  },
  CONVOY_SOURCE_FORBIDDEN: {
    when: 'A local checkout was to be deployed to an environment without `allowSource` in repos.json.',
    action: 'Push the commit and pin it.',
  },

  // What is pinned.
  CONVOY_BRANCH_WRONG: {
    when: 'A pin is not on the branch that the environment runs (`branch` in repos.json).',
    action: `Merge it there and pin the merge; in an emergency pin a \`hotfix/*\` branch and add \`--hotfix\` and ${REASON}.`,
  },
  CONVOY_HOTFIX_REF_WRONG: {
    when: '`--hotfix` was given, and the pin was not made from a `hotfix/*` branch.',
    action: '`npx nx g nx-convoy:pin --environment=<environment> --ref=hotfix/<name>`',
  },
  CONVOY_HOTFIX_NOT_ON_HEAD: {
    when: "A hotfix does not descend from the head of the environment's branch, so that it would lose what is there.",
    action: 'Rebase it onto that branch, push it, and pin it again.',
  },
  CONVOY_HOTFIX_LOST: {
    when: 'A hotfix is live that was never merged back, and the new pin does not contain it.',
    action: `Merge the hotfix and pin the merge, or lose it on purpose with ${REASON}.`,
  },
  CONVOY_CLONE_STALE: {
    when: 'The environment was last deployed from a commit of the coordination repository that this clone does not contain.',
    action: `\`git pull\`, or ${REASON} where that commit is gone for good.`,
  },
  CONVOY_DOWNGRADE: {
    when: 'The pin is an ancestor of what is live: deploying it would take commits away.',
    action: `Pin what is newer, roll back instead, or say so with ${REASON}.`,
  },
  CONVOY_UNADOPTED: {
    when: 'The environment is live, and the ledger has no entry of it: it was deployed by other means.',
    action: `Take it over as it is with \`--adopt\` and ${REASON}; its state becomes release 0.`,
  },
  CONVOY_GATE_CLOSED: {
    when: 'A pin is to enter an environment, and its tree (or, with the gate `set`, all trees together) was not verified in the environment that it comes from.',
    action: `Deploy the same pins there first, as the message says; in an emergency add \`--hotfix\` and ${REASON}.`,
  },
  CONVOY_NO_WAY_BACK: {
    when: 'The environment is protected, and what a rollback would need (version, layer, code object, commit) does not exist any more.',
    action: `Restore it, or go without with ${REASON}.`,
  },
  CONVOY_STILL_READ: {
    when: 'A deploy would take away an output, export or layer that a live component still reads.',
    action: 'Two steps: deploy the readers without it first, then remove it from the component that has it.',
  },
  CONVOY_BASE_UNKNOWN: {
    when: '`nx affected` was given a base that this clone does not have.',
    action: '`npx nx run-many -t deploy --configuration=<environment>`; a release sets the base.',
  },

  // The time.
  CONVOY_WINDOW_CLOSED: {
    when: 'Deploys to the environment may start only in the `windows` of repos.json, and it is outside of them.',
    action: `Wait for the window that the message names, or pass with \`--outside-window\` and ${REASON}.`,
  },
  CONVOY_FROZEN: {
    when: 'The environment is in one of the `freezes` of repos.json.',
    action: `Wait for its end, which the message names, or pass with \`--outside-window\` and ${REASON}. Rollback and restore are always allowed.`,
  },
  CONVOY_WINDOW_ENDED: {
    when: 'The window ended, or a freeze began, while the run was under way: what had begun is finished, nothing more is started.',
    action: `Go on in the next window with the same command, or now with \`--outside-window\` and ${REASON}.`,
  },

  // What was decided before.
  CONVOY_HELD: {
    when: 'The pinned tree was rolled back here, and nothing was decided since.',
    action: `Pin the fix, or release the hold with \`--release-hold\` and ${REASON}. A new pin of a component that failed ends the hold for the whole set.`,
  },
  CONVOY_PINS_UNCOMMITTED: {
    when: 'repos.json or a pin of the run is not committed as it is, in an environment that runs only what can be looked up later.',
    action: 'Commit the files that the message lists.',
  },
  CONVOY_PINS_UNAPPROVED: {
    when: 'The environment is protected, and repos.json or a pin of the run is not what the default branch has at the remote.',
    action: 'Merge the files by a pull request, and pull; or pull only, where this clone is behind.',
  },
  CONVOY_PINS_REMOTE_MISSING: {
    when: 'The environment is protected, and the coordination repository has no remote whose default branch could approve its pins.',
    action: 'Add the remote, or give it a default branch.',
  },
  CONVOY_LEDGER_ALONE: {
    when: 'The environment is protected, and its ledger has no remote: nobody else would see the record and the lock.',
    action: '`git remote add origin <url>`, or name another remote as `ledger` in repos.json.',
  },

  // The state that the provider is in.
  CONVOY_DRIFTED: {
    when: 'What is live was changed by hand since our last word, and a deploy would undo that. Each difference is named: code, alias target or weight, stack, layer, schema, served commit.',
    action: `Bring it back with \`--overwrite-drift\` and ${REASON}, or put the change into the repository and pin that.`,
  },
  CONVOY_STACK_BUSY: {
    when: 'CloudFormation is at work on a stack of the component, and no attempt of ours began that.',
    action: 'Wait for it: the same command with `--wait-for-lock=600`.',
  },
  CONVOY_STACK_FIRST_CREATE_FAILED: {
    when: 'The first creation of a stack failed, so that nothing works until it is deleted; it is not ours to delete, or the environment is protected.',
    action:
      '`aws cloudformation delete-stack --stack-name <stack> --region <region>`, then the same command again.',
  },
  CONVOY_STACK_ROLLBACK_STUCK: {
    when: 'CloudFormation could not undo a failed update (UPDATE_ROLLBACK_FAILED).',
    action:
      'Mend what the events of the stack name, then `aws cloudformation continue-update-rollback --stack-name <stack> --region <region>`; `nx rollback` does that by itself.',
  },
  CONVOY_STACK_UPDATE_FAILED: {
    when: 'An update of a stack failed and was not undone, since somebody switched that off (UPDATE_FAILED).',
    action:
      '`aws cloudformation rollback-stack --stack-name <stack> --region <region>`, then the same command again.',
  },
  CONVOY_STACK_DELETE_FAILED: {
    when: 'A stack could not be deleted completely (DELETE_FAILED).',
    action:
      'Remove what its events name, then `aws cloudformation delete-stack --stack-name <stack> --region <region>`.',
  },
  CONVOY_STACK_IN_REVIEW: {
    when: 'A stack was begun with a change set that nobody executed (REVIEW_IN_PROGRESS); it stays so for ever.',
    action:
      '`aws cloudformation delete-stack --stack-name <stack> --region <region>`, then the same command again.',
  },
  CONVOY_STACK_IMPORT_FAILED: {
    when: 'Resources were imported into a stack, and undoing that failed (IMPORT_ROLLBACK_FAILED).',
    action: 'Look at its events with whoever did it; nothing is deployed over it.',
  },
  CONVOY_STACK_STATUS_UNKNOWN: {
    when: 'A stack has a status that this version does not know.',
    action: 'Find out what it means; a newer version may know it.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
