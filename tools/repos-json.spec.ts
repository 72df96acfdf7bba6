import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { neededToOpen } from '../packages/nx-convoy/src/decide/needed-to-open';
import { projectsOf } from '../packages/nx-convoy/src/decide/graph';
import { resolveComponent } from '../packages/nx-convoy/src/decide/resolve-component';
import { loadManifest } from '../packages/nx-convoy/src/model/load-manifest';
import type { Manifest } from '../packages/nx-convoy/src/model/manifest';

// The manifest of this workspace, as it is committed.

function manifest(): Manifest {
  const loaded = loadManifest(readFileSync(join(__dirname, '..', 'repos.json'), 'utf8'));
  if (loaded.type === 'loaded') return loaded.manifest;
  throw new TypeError(loaded.problems.map((problem) => problem.text).join('\n'));
}

test('loads without a problem', () => {
  expect(Object.keys(manifest().environments)).toEqual(['dev', 'preprod', 'prod']);
});

test('has exactly the edges of the deploy order', () => {
  const edges = Object.values(projectsOf(manifest(), 23)).map((project) => [
    project.name,
    project.implicitDependencies ?? [],
  ]);
  expect(Object.fromEntries(edges)).toEqual({
    convoy: [],
    'assurex-infra-database': [],
    'profile-360-backend': ['assurex-infra-database'],
    'assurex-infra-graphql': ['profile-360-backend'],
    'assurex-insights-engine': ['profile-360-backend'],
    trustx: ['assurex-insights-engine', 'assurex-infra-graphql'],
  });
});

test.each(['dev', 'preprod'])('%s has every value', (environment) => {
  const names = Object.values(manifest().repos).flatMap((repo) => Object.keys(repo.components));
  for (const name of names) {
    expect(resolveComponent(manifest(), name, environment)).toMatchObject({ type: 'resolved', missing: [] });
  }
});

test('production says what it needs to be opened', () => {
  expect(neededToOpen(manifest(), 'prod')).toEqual([
    'environments.prod.database in repos.json, for assurex-infra-database',
    'repos.profile-360-backend.components.profile-360-backend.values.host.prod in repos.json, for profile-360-backend',
    'repos.trustx.components.trustx.values.host.prod in repos.json, for trustx',
  ]);
});

test('stages and regions are those of each repository', () => {
  const place = (component: string, environment: string) => {
    const resolution = resolveComponent(manifest(), component, environment);
    return resolution.type === 'resolved' ? [resolution.component.stage, resolution.component.region] : null;
  };
  expect(place('profile-360-backend', 'preprod')).toEqual(['staging', 'us-east-2']);
  expect(place('profile-360-backend', 'prod')).toEqual(['production', 'us-east-1']);
  expect(place('assurex-infra-graphql', 'dev')).toEqual(['dev', 'us-east-1']);
});
