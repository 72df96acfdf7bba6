import type { Manifest } from '../model/manifest';
import { releasePath } from './release-path';

const manifest = (from: Record<string, string | undefined>): Manifest =>
  ({
    environments: Object.fromEntries(
      Object.entries(from).map(([name, each]) => [name, { promotesFrom: each }]),
    ),
    repos: {},
  }) as unknown as Manifest;

test('goes from where work is tried to production, whatever the order in the file', () => {
  expect(releasePath(manifest({ prod: 'preprod', dev: undefined, preprod: 'dev', demo: undefined }))).toEqual(
    ['dev', 'preprod', 'prod'],
  );
});

test('ends although environments name each other', () => {
  expect(releasePath(manifest({ one: 'two', two: 'one', three: 'one' }))).toEqual(['two', 'one', 'three']);
});
