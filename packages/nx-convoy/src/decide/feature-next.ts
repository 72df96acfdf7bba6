import type { FeatureDocument, FeatureState } from '../model/feature-document';
import type { Manifest } from '../model/manifest';
import { releasePath } from './release-path';

/** The command that takes a feature one step further on its way to production; null: there is none to take, or the next environment is closed. */
export function featureNext(manifest: Manifest, document: Omit<FeatureDocument, 'next'>): string | null {
  const shown = document.environments.map(({ environment }) => environment);
  for (const environment of releasePath(manifest).filter((name) => shown.includes(name))) {
    const states = statesIn(environment, document);
    if (states.every((state) => state === 'verified')) continue;
    if (manifest.environments[environment]?.closed !== undefined) return null;
    return commandFor(states, { manifest, environment, document });
  }
  return null;
}

function statesIn(environment: string, { components }: Omit<FeatureDocument, 'next'>): FeatureState[] {
  return components
    .flatMap(({ places }) => places)
    .filter((place) => place.environment === environment && place.state !== 'absent')
    .map(({ state }) => state);
}

interface Step {
  readonly manifest: Manifest;
  readonly environment: string;
  readonly document: Omit<FeatureDocument, 'next'>;
}

function commandFor(states: readonly FeatureState[], { manifest, environment, document }: Step): string {
  const { feature, repos } = document;
  const from = manifest.environments[environment]?.promotesFrom;
  if (states.includes('not-there')) {
    if (from === undefined) return `npx nx g nx-convoy:feature ${feature} --environment=${environment}`;
    // A branch that is gone somewhere can no longer be named: what is pinned is promoted.
    const only = repos.some(({ branch }) => branch === 'gone') ? '' : ` --feature=${feature}`;
    return `npx nx g nx-convoy:promote --from=${from} --to=${environment}${only}`;
  }
  const verb = states.includes('pinned') ? 'deploy' : 'verify';
  return `npx nx run-many -t ${verb} --configuration=${environment}`;
}
