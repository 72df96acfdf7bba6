import type { ErrorDescription } from './error-descriptions';

/** The codes of published releases. */
export const publicationErrorDescriptions = {
  CONVOY_RELEASE_NOT_VERIFIED: {
    when: 'A release is published only as it is: the newest release of the environment must be what is pinned, verified and live now, with nothing begun, held or half rolled back. Each line names what differs.',
    action:
      '`npx nx run-many -t deploy --configuration=<environment>` brings the environment to its pins and makes the release; then the same command.',
  },
  CONVOY_RELEASE_NAME_INVALID: {
    when: 'The name becomes a tag in every repository and the name of a file, and is none of that.',
    action: 'Letters, digits, dots, hyphens and underscores, such as `--name=v1.2.0`.',
  },
  CONVOY_RELEASE_NAME_MISSING: {
    when: 'No name was given, and the last published release has one that is no version, so that none follows from it.',
    action: 'Give one: `--name=…`.',
  },
  CONVOY_RELEASE_PUBLISHED: {
    when: 'The release has been published before, under another name.',
    action: 'Leave `--name` out: the same command then completes what is missing of it.',
  },
  CONVOY_TAG_TAKEN: {
    when: 'A tag of that name stands already, at another commit or with another message, in the repositories that the message names; or another release was published under the name.',
    action: 'Choose another name with `--name=…`. A tag that was made by mistake is for a person to remove.',
  },
  CONVOY_TAG_NOT_PUSHED: {
    when: 'A remote refused a tag, or could not be reached. The tags that were pushed before it stay.',
    action: 'Mend what the remote says; the same command again pushes what is missing and moves nothing.',
  },
  CONVOY_RELEASE_COMMIT_UNKNOWN: {
    when: 'The ledger names the commit of this repository at which the release was made, and this clone does not have it.',
    action: '`git fetch`, then the same command.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
