import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that only generators use.

/** No ref was named, and the environment has no branch that would stand for one. */
export function refMissing(environment: string): CoordinationError {
  return refusal('CONVOY_REF_MISSING', `${environment} has no branch in repos.json, and no ref was named`, {
    remedy: `npx nx g nx-convoy:pin --environment=${environment} --ref=main`,
  });
}

export function refNotFound(repo: string, ref: string): CoordinationError {
  return refusal('CONVOY_REF_NOT_FOUND', `${repo} has no branch, tag or commit “${ref}” at its remote`, {
    remedy: `push it:  git push origin ${ref}        or name another with --ref=…`,
  });
}

/** Where previews cannot be asked for, a feature is not half closed. */
export function previewsUnknown(branch: string, cause: CoordinationError): CoordinationError {
  const again = `npx nx g nx-convoy:feature ${branch} --close`;
  return refusal(
    'CONVOY_PREVIEWS_UNKNOWN',
    `the previews of ${branch} cannot be looked up: ${cause.message}`,
    {
      remedy: `${cause.remedy}        or leave them:  ${again} --keep-previews`,
      cause,
    },
  );
}

export function featureUnknown(branch: string, repos: readonly string[]): CoordinationError {
  const message = `no branch “${branch}” at the remotes of ${repos.join(', ')}, and no pin or merge that names it`;
  return refusal('CONVOY_REF_NOT_FOUND', message, {
    remedy: `push it:  git push origin ${branch}        or name another:  npx nx run-many -t status --feature=…`,
  });
}

export function nameTaken(component: string, repo: string): CoordinationError {
  return refusal(
    'CONVOY_GENERATOR_NAME_TAKEN',
    `${repo} already has a component “${component}” in repos.json`,
    {
      remedy: 'choose another name:  --name=…',
    },
  );
}

/** A component of a repository that repos.json does not have yet. */
export function urlMissing(repo: string, known: readonly string[]): CoordinationError {
  return refusal(
    'CONVOY_GENERATOR_URL_MISSING',
    `repos.json has no repository “${repo}”; it has ${known.join(', ') || 'none'}`,
    {
      remedy: `add its address:  --url=git@<host>:<owner>/${repo}.git        or name one that is there:  --repo=…`,
    },
  );
}
