import { manifest } from '../../tests/fakes/values';
import type { Manifest } from '../model/manifest';
import { directDependents, transitiveDependents } from './dependents-of';

it('finds those that name a component themselves', () => {
  expect(directDependents(manifest(), 'database')).toEqual(['backend']);
  expect(directDependents(manifest(), 'frontend')).toEqual([]);
});

it('finds all that depend on it, directly or not', () => {
  expect(transitiveDependents(manifest(), 'database').sort()).toEqual(['backend', 'frontend']);
  expect(transitiveDependents(manifest(), 'frontend')).toEqual([]);
});

it('names each once where ways meet again', () => {
  const { environments, repos } = manifest();
  const diamond: Manifest = {
    environments,
    repos: {
      ...repos,
      'worker-repo': {
        url: 'git@example.test:team/worker.git',
        components: { worker: { dependsOn: ['database'], deploy: ['x'] } },
      },
      'frontend-repo': {
        url: 'git@example.test:team/frontend.git',
        components: { frontend: { dependsOn: ['backend', 'worker'], deploy: ['x'] } },
      },
    },
  };
  expect(transitiveDependents(diamond, 'database').sort()).toEqual(['backend', 'frontend', 'worker']);
});
