import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns published releases.

/** `lines`: what keeps it from being one, a line each. */
export function releaseNotVerified(environment: string, lines: readonly string[]): CoordinationError {
  const what = `what is pinned in ${environment} is not a release that is live and verified; nothing was changed`;
  return refusal('CONVOY_RELEASE_NOT_VERIFIED', [what, ...indented(lines)].join('\n'), {
    remedy: `npx nx run-many -t deploy --configuration=${environment}        then  ${releaseCommand(environment)}`,
  });
}

export function releaseNameInvalid(name: string, why: string): CoordinationError {
  return refusal('CONVOY_RELEASE_NAME_INVALID', `“${name}” cannot be the name of a release: ${why}`, {
    remedy: 'letters, digits, dots, hyphens:  --name=v1.2.0',
  });
}

/** The next name follows from the last one, unless that says no version. */
export function releaseNameMissing(environment: string, last: string): CoordinationError {
  return refusal(
    'CONVOY_RELEASE_NAME_MISSING',
    `the last published release of ${environment} is called “${last}”; what comes after that cannot be told`,
    { remedy: `${releaseCommand(environment)} --name=…` },
  );
}

export interface OtherwisePublished {
  readonly environment: string;
  readonly run: string;
  /** What it is called. */
  readonly name: string;
  readonly asked: string;
}

export function releasePublished({ environment, run, name, asked }: OtherwisePublished): CoordinationError {
  return refusal(
    'CONVOY_RELEASE_PUBLISHED',
    `the release of run ${run} is published as ${name}; it gets no second name “${asked}”`,
    { remedy: `leave --name out:  ${releaseCommand(environment)}` },
  );
}

/** `lines`: the tags that stand elsewhere. */
export function tagTaken(name: string, lines: readonly string[]): CoordinationError {
  const what = `${name} is taken; tags are never moved, and nothing was changed`;
  return refusal('CONVOY_TAG_TAKEN', [what, ...indented(lines)].join('\n'), {
    remedy: 'choose another name:  the same command with --name=…',
  });
}

export interface UnpushedTag {
  /** Repository and tag. */
  readonly tag: string;
  readonly because: string;
  /** Those that were made before it and stay. */
  readonly pushed: readonly string[];
  readonly cause?: unknown;
}

export function tagNotPushed({ tag, because, pushed, cause }: UnpushedTag): CoordinationError {
  const before = pushed.length === 0 ? 'none was pushed before it' : `pushed before it, and left there:`;
  const lines = [`tag ${tag} could not be pushed: ${because}`, before, ...indented(pushed)];
  return refusal('CONVOY_TAG_NOT_PUSHED', lines.join('\n'), {
    remedy: 'mend the cause, then the same command again: it pushes what is missing',
    blame: 'outside',
    cause,
  });
}

/** `commit`: of the repository of the workspace; null: the run was made outside git. */
export function releaseCommitUnknown(commit: string | null, remote: string): CoordinationError {
  const what =
    commit === null
      ? 'the run that made the release was started outside git: there is no commit to tag in this repository'
      : `the release was made at commit ${commit.slice(0, 7)} of this repository, which this clone does not have`;
  const remedy =
    commit === null
      ? 'put the workspace into git, and deploy from a commit'
      : `git fetch ${remote}        then the same command`;
  return refusal('CONVOY_RELEASE_COMMIT_UNKNOWN', what, { remedy });
}

function releaseCommand(environment: string): string {
  return `npx nx g nx-convoy:release --environment=${environment}`;
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
