import type { ErrorDescription } from './error-descriptions';

/** The codes that only generators use. */
export const generatorErrorDescriptions = {
  CONVOY_REF_MISSING: {
    when: 'A pin was asked for without a ref, in an environment that has no `branch` in repos.json.',
    action: 'Add `--ref=<branch>`.',
  },
  CONVOY_REF_NOT_FOUND: {
    when: 'The repository has no branch, tag or commit of that name at its remote.',
    action: 'Push it, or name another ref.',
  },
  CONVOY_PREVIEWS_UNKNOWN: {
    when: 'A feature was to be closed, and Cloudflare Pages does not tell which previews it has of the branch: a variable is missing, or it cannot be reached. Nothing was changed.',
    action: 'Mend that, or leave the previews with `--keep-previews`.',
  },
  CONVOY_GENERATOR_NAME_TAKEN: {
    when: 'A component is to be added whose name repos.json already has.',
    action: 'Choose another name; component names are Nx project names and exist once.',
  },
  CONVOY_GENERATOR_URL_MISSING: {
    when: 'A component is to be added to a repository that repos.json does not have, and its address was not given.',
    action: 'Add `--url=…`, or name a repository that is there with `--repo=…`.',
  },
} as const satisfies Readonly<Record<`CONVOY_${string}`, ErrorDescription>>;
