import type { LivePages } from '../../model/live-state';
import { changed, plainChange, type Change } from './changed';

type Deployment = NonNullable<LivePages['deployment']>;

/** What differs between two states of a Pages branch. Another branch is another declaration, and no difference. */
export function pagesDrift(before: LivePages, now: LivePages): Change[] {
  if (before.branch !== now.branch) return [];
  const head =
    now.head === null && before.head !== null
      ? [plainChange(`branch ${now.branch} is gone`)]
      : changed(`branch ${now.branch} is at`, [before.head ?? 'none', now.head ?? 'none'], short);
  return [...head, ...deploymentDrift(before.deployment, now.deployment)];
}

function deploymentDrift(before: Deployment | null, now: Deployment | null): Change[] {
  if (before === null) return now === null ? [] : [plainChange(`Pages has ${title(now)}, and had none`)];
  if (now === null) return [plainChange(`Pages no longer has ${title(before)}`)];
  if (before.id !== now.id) return [{ what: 'Pages has', values: { is: title(now), was: title(before) } }];
  const what = `Pages deployment ${short(now.id)}`;
  return [
    ...changed(`${what} is of commit`, [before.commit, now.commit], short),
    ...changed(`${what} is at`, [stateOf(before), stateOf(now)]),
    ...changed(`${what} is served at`, [before.url, now.url]),
  ];
}

function title({ id, commit }: Deployment): string {
  return `deployment ${short(id)} of commit ${short(commit)}`;
}

function stateOf({ stage, status }: Deployment): string {
  return `${stage} ${status}`;
}

function short(id: string): string {
  return id.slice(0, 7);
}
