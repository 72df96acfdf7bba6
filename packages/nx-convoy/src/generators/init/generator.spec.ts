import { logger, readJson, writeJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { manifestIn } from '../manifest-in';
import initGenerator from './generator';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  jest.spyOn(logger, 'info').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

test('writes a first manifest that loads, the settings of nx and what git ignores', () => {
  writeJson(tree, 'nx.json', {});
  initGenerator(tree, { account: '123456789012', region: 'eu-west-1' });
  expect(manifestIn(tree)).toMatchObject({
    environments: { dev: { account: '123456789012', region: 'eu-west-1' } },
    repos: {},
  });
  expect(readJson(tree, 'nx.json')).toEqual({
    analytics: false,
    neverConnectToCloud: true,
    cacheDirectory: '.nx/cache',
    parallel: 8,
    useDaemonProcess: false,
    plugins: [{ plugin: 'nx-convoy' }],
  });
  expect(tree.read('.gitignore', 'utf8')).toBe('.convoy\n.nx\n');
  expect(tree.exists('components/README.md')).toBe(true);
});

test('keeps what is there, and changes nothing the second time', () => {
  tree.write('repos.json', '{ "environments": {}, "repos": {} } // mine');
  tree.write('.gitignore', 'node_modules\n/.nx/');
  writeJson(tree, 'nx.json', { parallel: 2, useDaemonProcess: true, plugins: ['@nx/js'] });
  initGenerator(tree, {});
  const first = tree.listChanges().map(({ path, content }) => [path, String(content)]);
  expect(tree.read('repos.json', 'utf8')).toContain('// mine');
  expect(tree.read('.gitignore', 'utf8')).toBe('node_modules\n/.nx/\n.convoy\n');
  expect(readJson(tree, 'nx.json')).toMatchObject({
    parallel: 2,
    useDaemonProcess: false,
    plugins: ['@nx/js', { plugin: 'nx-convoy' }],
  });
  initGenerator(tree, {});
  expect(tree.listChanges().map(({ path, content }) => [path, String(content)])).toEqual(first);
});
