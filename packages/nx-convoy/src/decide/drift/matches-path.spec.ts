import { matchesPath } from './matches-path';

test.each([
  ['region', 'region', true],
  ['database', 'database.host', true],
  ['database.*', 'database.host', true],
  ['database.*', 'database.host.name', true],
  ['database.*', 'database', false],
  ['region', 'provider.region', false],
  ['region', 'regions', false],
  ['**.memory', 'memory', true],
  ['**.memory', 'live.api-{stage}.memory', true],
  ['**.memory', 'live.memorySize', false],
  ['live.**', 'live.api', true],
  ['provider.environment.DB_*', 'provider.environment.DB_HOST', true],
  ['provider.environment.DB_*', 'provider.environment.API', false],
  ['functions.*.layers', 'functions.api.layers.0', true],
  ['a+b.c', 'aab.c', false],
])('pattern %s and path %s: %s', (pattern, path, expected) => {
  expect(matchesPath(pattern, path)).toBe(expected);
});
