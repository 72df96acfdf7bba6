import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns hotfixes.

export interface ComponentlessHotfix {
  /** What was to be done with it. */
  readonly action: string;
  readonly name: string;
  readonly known: readonly string[];
}

export function hotfixNeedsComponent({ action, name, known }: ComponentlessHotfix): CoordinationError {
  return refusal('CONVOY_HOTFIX_COMPONENT', `which component hotfix “${name}” mends was not said`, {
    remedy: `npx nx g nx-convoy:hotfix ${action} ${name} --component=<${known.join('|')}>`,
  });
}

export interface PlacelessHotfix {
  readonly name: string;
  readonly component: string;
  readonly known: readonly string[];
}

export function hotfixNeedsEnvironment({ name, component, known }: PlacelessHotfix): CoordinationError {
  const what = `which environment is to be pinned to hotfix “${name}” was not said`;
  return refusal('CONVOY_HOTFIX_ENVIRONMENT', what, {
    remedy: `npx nx g nx-convoy:hotfix pin ${name} --component=${component} --environment=<${known.join('|')}>`,
  });
}

export function hotfixExists(repo: string, branch: string): CoordinationError {
  return refusal('CONVOY_HOTFIX_EXISTS', `${repo} has a branch ${branch} already`, {
    remedy: 'go on with it, or choose another name',
  });
}

export interface RefusedHotfix {
  readonly name: string;
  /** What is in the way, a line each. */
  readonly lines: readonly string[];
  /** The same command. */
  readonly again: string;
}

export function hotfixRefused({ name, lines, again }: RefusedHotfix): CoordinationError {
  const what = `hotfix “${name}” cannot be merged; nothing was changed`;
  return refusal('CONVOY_HOTFIX_REFUSED', [what, ...lines.map((line) => `  ${line}`)].join('\n'), {
    remedy: `mend it, then  ${again}`,
  });
}
