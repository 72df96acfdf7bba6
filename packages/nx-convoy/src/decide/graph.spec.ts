import { manifestSchema, type Manifest } from '../model/manifest';
import { deployOrder, projectsOf } from './graph';
import executors from '../../executors.json';

const environment = { account: '111111111111', region: 'us-east-1' };
const manifest: Manifest = manifestSchema.parse({
  environments: { dev: environment, preprod: environment },
  repos: {
    front: {
      url: '/front',
      components: {
        web: {
          kind: 'frontend',
          description: 'The shop',
          dependsOn: ['api', 'engine'],
          environments: ['dev'],
          pages: { account: '$A', token: '$T', project: 'p', branches: {} },
        },
      },
    },
    back: {
      url: '/back',
      components: {
        engine: { dependsOn: ['api'], observes: { functions: [{ name: 'f' }], stacks: ['s'] } },
        api: { dependsOn: ['database'] },
        database: {},
      },
    },
  },
});
const projects = projectsOf(manifest, 23);

test('one project a component and one for environments as a whole', () => {
  expect(Object.entries(projects).map(([root, project]) => [root, project.name])).toEqual([
    ['components', 'convoy'],
    ['components/web', 'web'],
    ['components/engine', 'engine'],
    ['components/api', 'api'],
    ['components/database', 'database'],
  ]);
});

test('edges, tags and what it is', () => {
  expect(projects['components/web']).toMatchObject({
    implicitDependencies: ['api', 'engine'],
    tags: ['repo:front', 'kind:frontend'],
    metadata: { description: 'The shop', technologies: ['cloudflare-pages'] },
  });
  expect(projects['components/engine']).toMatchObject({
    tags: ['repo:back'],
    metadata: { technologies: ['cloudformation', 'aws-lambda'] },
  });
});

test('only deploy waits its turn', () => {
  const targets = projects['components/web']?.targets ?? {};
  expect(
    Object.fromEntries(Object.entries(targets).map(([name, { dependsOn }]) => [name, dependsOn ?? []])),
  ).toEqual({
    prepare: [],
    rollback: [],
    test: ['prepare'],
    deploy: ['^deploy', 'prepare'],
    verify: [],
    plan: [],
    status: [],
    drift: [],
    logs: [],
  });
  expect(Object.keys(projects['components']?.targets ?? {})).toEqual([
    'status',
    'drift',
    'plan',
    'logs',
    'follow',
    'layers',
    'runtimes',
    'edges',
    'metrics',
    'unlock',
  ]);
});

describe('every target', () => {
  const targets = Object.values(projects).flatMap((project) => Object.entries(project.targets ?? {}));

  test.each(targets)(
    '%s says what it does, knows every environment, chooses none, and names its inputs',
    (name, target) => {
      expect(target.metadata?.description).toMatch(/\w/);
      expect(Object.keys(target.configurations ?? {})).toEqual(['dev', 'preprod']);
      expect(target.defaultConfiguration).toBeUndefined();
      // No file is made by any of them that Nx would have to keep.
      expect(target.outputs ?? []).toEqual([]);
      expect(target.cache).toBe(['test', 'verify'].includes(name));
      expect(JSON.stringify(target.inputs)).toMatch(/workspaceRoot/);
      expect(JSON.stringify(target.inputs)).not.toMatch(/projectRoot|default/);
    },
  );

  test.each(targets)('%s has an executor that is registered', (_name, target) => {
    expect(Object.keys(executors.executors).map((name) => `nx-convoy:${name}`)).toContain(target.executor);
  });
});

describe('inputs', () => {
  const inputsOf = (target: string, nxMajor: number) =>
    projectsOf(manifest, nxMajor)['components/api']?.targets?.[target]?.inputs;

  test('before Nx 24 a change of repos.json marks its components, from 24 on only the one whose entry changed', () => {
    expect(inputsOf('deploy', 23)).toEqual([
      '{workspaceRoot}/components/api/pins/*.json',
      '{workspaceRoot}/repos.json',
    ]);
    expect(inputsOf('deploy', 24)).toEqual([
      '{workspaceRoot}/components/api/pins/*.json',
      { json: '{workspaceRoot}/repos.json', fields: ['repos.back.components.api'] },
    ]);
  });

  test('test results are kept for the trees that are pinned', () => {
    expect(projects['components/web']?.targets?.['test']?.inputs).toEqual([
      { json: '{workspaceRoot}/components/web/pins/dev.json', fields: ['tree'] },
      { json: '{workspaceRoot}/repos.json', fields: ['repos.front.components.web'] },
    ]);
  });
});

test('the deploy order puts everything after what it depends on', () => {
  expect(deployOrder(manifest)).toEqual(['database', 'api', 'engine', 'web']);
});

test('a pass is replayed only where the live state is the one that it was about', () => {
  const verify = projectsOf(manifest, 23)['components/api']?.targets?.['verify'];
  expect(verify?.inputs).toContainEqual({ env: 'CONVOY_LIVE_API' });
  expect(verify?.dependsOn).toBeUndefined();
});

test('migrations can be tried where there are some, and a database asked where there is a way to it', () => {
  const targetsOf = (component: object): string[] => {
    const repos = { back: { url: '/back', components: { database: component } } };
    const declared = manifestSchema.parse({ environments: { dev: environment }, repos });
    const found = projectsOf(declared, 23)['components/database']?.targets ?? {};
    return Object.keys(found).filter((name) => ['try', 'sql'].includes(name));
  };
  const migrations = { folder: 'm', function: 'f', apply: {}, inspect: {} };
  expect(targetsOf({})).toEqual([]);
  expect(targetsOf({ migrations })).toEqual(['try']);
  expect(targetsOf({ connect: { dev: './connect.sh' } })).toEqual(['sql']);
});
