import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns a local checkout in place of a pin.

export interface UnusableSource {
  readonly repo: string;
  readonly folder: string;
  readonly because: string;
  readonly cause?: unknown;
}

export function sourceUnusable({ repo, folder, because, cause }: UnusableSource): CoordinationError {
  return refusal('CONVOY_SOURCE_UNUSABLE', `${folder} cannot be deployed as ${repo}: ${because}`, {
    remedy: `name a checkout of ${repo}:  --source=<folder>        and look:  git -C ${folder} status`,
    ...(cause === undefined ? {} : { cause }),
  });
}
