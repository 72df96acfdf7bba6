import type { CoordinationError } from './coordination-error';
import { refusal } from './refusal';

// The part of the catalogue that concerns hotfixes.

export function hotfixNeedsComponent(name: string, known: readonly string[]): CoordinationError {
  return refusal('CONVOY_HOTFIX_COMPONENT', `which component hotfix “${name}” mends was not said`, {
    remedy: `npx nx g nx-convoy:hotfix start ${name} --component=<${known.join('|')}>`,
  });
}

export function hotfixExists(repo: string, branch: string): CoordinationError {
  return refusal('CONVOY_HOTFIX_EXISTS', `${repo} has a branch ${branch} already`, {
    remedy: 'go on with it, or choose another name',
  });
}

export function hotfixRefused(name: string, lines: readonly string[]): CoordinationError {
  const what = `hotfix “${name}” cannot be merged back; nothing was changed`;
  return refusal('CONVOY_HOTFIX_REFUSED', [what, ...lines.map((line) => `  ${line}`)].join('\n'), {
    remedy: `mend it, then  npx nx g nx-convoy:hotfix finish ${name}`,
  });
}
