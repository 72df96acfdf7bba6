import { logger, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { manifestIn } from '../manifest-in';
import componentGenerator from './generator';

const text = `{
  // which environments there are
  "environments": {
    "dev": { "account": "111111111111", "region": "us-east-1" }, // the first
  },
  "repos": {
    "shop": {
      "url": "git@host:shop.git",
      "components": {
        // the only one so far
        "api": {}
      }
    }
  }
}
`;
let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(logger, 'info').mockImplementation((line: string) => said.push(line));
});
afterEach(() => jest.restoreAllMocks());

function workspace(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  tree.write('repos.json', text);
  return tree;
}

test('adds a component to a repository, keeps the comments and prints the command that pins it', () => {
  const tree = workspace();
  componentGenerator(tree, {
    name: 'web',
    repo: 'shop',
    kind: 'frontend',
    description: 'The shop',
    dependsOn: 'api',
    deploy: 'npx --no deploy {stage}',
  });
  expect(manifestIn(tree).repos['shop']?.components['web']).toEqual({
    kind: 'frontend',
    description: 'The shop',
    dependsOn: ['api'],
    paths: ['.'],
    prepare: [{ run: 'npm ci', keyedBy: ['package-lock.json'], keeps: ['node_modules'] }],
    deploy: ['npx --no deploy {stage}'],
    checks: [],
  });
  const written = tree.read('repos.json', 'utf8') ?? '';
  for (const comment of text.match(/\/\/.*/g) ?? []) expect(written).toContain(comment);
  expect(tree.read('components/web/README.md', 'utf8')).toMatch(/^# web\n\nThe shop\.\n/);
  expect(said.join('\n')).toContain(
    'npx nx g nx-convoy:pin --environment=dev --component=web --ref=<branch>',
  );
});

test('adds a repository with its first component', () => {
  const tree = workspace();
  componentGenerator(tree, { name: 'mail', url: 'git@host:mail.git' });
  expect(manifestIn(tree).repos['mail']).toMatchObject({
    url: 'git@host:mail.git',
    components: { mail: { dependsOn: [] } },
  });
});

test.each([
  ['a name that is taken', { name: 'api', repo: 'shop' }, 'CONVOY_GENERATOR_NAME_TAKEN'],
  ['a new repository without an address', { name: 'mail' }, 'CONVOY_GENERATOR_URL_MISSING'],
  [
    'an address that git could take for an option',
    { name: 'mail', url: '--upload-pack=id' },
    'CONVOY_MANIFEST_INVALID',
  ],
  ['an unknown dependency', { name: 'web', repo: 'shop', dependsOn: 'apo' }, 'CONVOY_MANIFEST_INVALID'],
  ['a name that is none', { name: '../web', repo: 'shop' }, 'CONVOY_MANIFEST_INVALID'],
])('refuses %s and writes nothing', (_name, options, code) => {
  const tree = workspace();
  expect(thrownBy(() => componentGenerator(tree, options))).toMatchObject({ code });
  expect(tree.read('repos.json', 'utf8')).toBe(text);
});

function thrownBy(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}
