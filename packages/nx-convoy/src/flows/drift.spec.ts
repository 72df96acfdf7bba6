import { FakeWorld, order } from '../../tests/fakes/fake-world';
import {
  account,
  commit,
  manifest,
  migrations,
  pagesBranch,
  region,
  resolvedComponent,
} from '../../tests/fakes/values';
import { readMigrations } from '../decide/migrations';
import { canonicalJson } from '../model/digest';
import { liveSchemaSchema, type LiveConfiguration, type LiveSchema } from '../model/live-state';
import { driftDocumentSchema, isDrifted, type DriftDocument } from '../model/drift-document';
import { pinMissing } from '../model/errors';
import { deploy } from './deploy';
import { driftDocument } from './drift';
import type { Order } from './order';

const component = resolvedComponent({
  observes: {
    stacks: ['main'],
    functions: [{ name: 'api', alias: 'live', layers: ['shared'] }],
    layers: ['own'],
  },
  migrations,
  pages: pagesBranch(),
});
const ORDER = order({ component });
const MIGRATION = 'create table users ();';
const configured = (memory: string, host: string): LiveConfiguration => ({
  settings: { memory },
  variables: [{ variable: 'DB_HOST', digest: host }],
});

function staged(files: Record<string, string>): FakeWorld {
  const world = new FakeWorld();
  world.addCommit('b', { parents: ['a'], files: { ...files, 'migrations/V001__users.sql': MIGRATION } });
  world.moveBranch('main', ORDER.pin.commit);
  return world;
}

/** Deployed by ourselves, through the real flow. */
async function deployed(files: Record<string, string> = {}, wanted = ORDER): Promise<FakeWorld> {
  const world = staged(files);
  await world.makePrepared();
  const applied: LiveSchema['migrations'] = [];
  world.aws.putHandler('schema-init', (payload) => {
    const [file] = readMigrations([{ path: 'migrations/V001__users.sql', text: MIGRATION }]);
    if (canonicalJson(payload) === canonicalJson(migrations.apply) && applied.length === 0)
      applied.push({
        version: 1,
        name: 'users',
        checksum: file?.checksum ?? '',
        appliedAt: world.time.now(),
      });
    return { type: 'answered', answer: { Status: 'SUCCESS', version: applied.length, migrations: applied } };
  });
  world.program = () => {
    world.aws.putStack('main');
    world.aws.putLayerVersion('own');
    const layers = [world.aws.putLayerVersion('shared', 'layer')];
    world.aws.putFunction('api', { code: 'new', layers, configuration: configured('256', 'digest-1') });
    return {};
  };
  const receipt = await deploy(wanted, world);
  expect(receipt).toMatchObject({ failure: null, outcome: 'deployed', verdict: 'passed' });
  world.calls.length = 0;
  return world;
}

async function driftOf(world: FakeWorld, asked = ORDER): Promise<DriftDocument> {
  const place = { manifest: manifest(), environment: 'dev', other: null };
  const document = await driftDocument(place, [{ component: 'backend', here: asked, there: null }], world);
  expect(driftDocumentSchema.parse(document)).toEqual(document);
  return document;
}

const toldBy = ({ components }: DriftDocument): string[] =>
  components.flatMap(({ differences }) => differences.map((each) => `${each.against} ${each.what}`));

describe('driftDocument', () => {
  it('finds no drift directly after our own deploy, whatever the component consists of', async () => {
    const document = await driftOf(await deployed());
    expect(toldBy(document)).toEqual([]);
    expect(isDrifted(document.components)).toBe(false);
    expect(document).toMatchObject({ environment: 'dev', world: 'sandbox', account, region, against: null });
  });

  it.each<[string, (world: FakeWorld) => unknown, string[]]>([
    [
      'code',
      ({ aws }) => aws.putFunction('api', { code: 'by hand' }),
      [
        'receipt the code of function api is',
        'declared alias live of api resolves to version 1, whose code is not the deployed one',
      ],
    ],
    [
      'configuration',
      ({ aws }) => aws.putFunction('api', { configuration: configured('512', 'digest-2') }),
      ['receipt function api has memory', 'receipt variable DB_HOST of function api has another value'],
    ],
    [
      'an alias',
      async ({ aws }) => {
        aws.putFunction('api', { code: 'by hand' });
        await aws.moveAlias('api', 'live', await aws.publishVersion('api'));
      },
      ['receipt the code of function api is', 'receipt alias live of function api points at version'],
    ],
    [
      'a stack',
      ({ aws }) => aws.putStack('main', { outputs: { Url: 'other' } }),
      [
        'receipt stack main is',
        'receipt stack main was updated at',
        'receipt stack main has other outputs: Url',
      ],
    ],
    ['a layer of its own', ({ aws }) => aws.putLayerVersion('own'), ['receipt layer own is at version']],
    [
      'a shared layer',
      ({ aws }) => aws.putLayerVersion('shared'),
      ['declared function api does not have layer shared:2'],
    ],
    [
      'the schema',
      ({ aws }) =>
        aws.putHandler('schema-init', () => ({
          type: 'answered',
          answer: { version: 9, migrations: [{ version: 9, name: 'x', checksum: '', appliedAt: '' }] },
        })),
      [
        'receipt migration 1 (users) is no longer among the applied ones',
        'receipt migration 9 (x) was applied by somebody else',
        'receipt the schema is at version',
        'declared V001__users.sql is not applied',
        'declared migration 9 (x) is applied and unknown at the pin',
      ],
    ],
    [
      'Pages',
      (world) => {
        world.moveBranch('stg', commit('a'));
        world.front.push('stg', commit('a'));
      },
      ['receipt branch stg is at', 'receipt Pages has'],
    ],
  ])('a change of %s past us marks the environment drifted', async (_what, change, lines) => {
    const world = await deployed();
    await change(world);
    const document = await driftOf(world);
    expect(toldBy(document)).toEqual(lines);
    expect(isDrifted(document.components)).toBe(true);
  });

  it('takes no lock and writes nothing, not even into the ledger', async () => {
    const world = await deployed();
    world.aws.putFunction('api', { code: 'by hand' });
    await driftOf(world);
    expect(world.writes()).toEqual([]);
    expect(world.calls.filter((call) => call.startsWith('locks.'))).toEqual([]);
  });

  it('knows a migration that another environment has at its pin', async () => {
    const world = await deployed();
    const files = { 'migrations/V001__users.sql': MIGRATION, 'migrations/V002__more.sql': 'select 1;' };
    world.addCommit('c', { parents: ['b'], files });
    world.moveBranch('main', commit('c'));
    const row = { version: 2, name: 'more', checksum: '', appliedAt: '2026-03-01T10:00:00Z' };
    const before = await world.aws.invoke('schema-init', migrations.inspect);
    if (before.type !== 'answered') throw new TypeError('no answer');
    const { migrations: rows } = liveSchemaSchema.parse(before.answer);
    const answer = { version: 2, migrations: [...rows, row] };
    world.aws.putHandler('schema-init', () => ({ type: 'answered', answer }));
    expect(toldBy(await driftOf(world, { ...ORDER, elsewhere: [commit('c')] }))).toEqual([
      'receipt migration 2 (more) was applied by somebody else',
      'receipt the schema is at version',
    ]);
  });

  it('tells what could not be read, answers for the others, and never takes it for no drift', async () => {
    const world = await deployed();
    world.aws.fail('stack', new TypeError('it is away'));
    const questions = [
      { component: 'backend', here: ORDER, there: null },
      { component: 'front', here: pinMissing('front', 'dev'), there: null },
    ];
    const document = await driftDocument(
      { manifest: manifest(), environment: 'dev', other: null },
      questions,
      world,
    );
    expect(document.components.map(({ component: name, differences }) => [name, differences])).toMatchObject([
      ['backend', [{ class: 'unknown', why: expect.stringContaining('CONVOY_PROVIDER_FAILED') as string }]],
      ['front', [{ class: 'unknown', why: expect.stringContaining('CONVOY_PIN_MISSING') as string }]],
    ]);
    expect(isDrifted(document.components)).toBe(true);
  });
});

describe('against another environment', () => {
  const CONFIG = {
    'config/dev.yml': 'region: us-east-1\nretries: 3\nmemory: 256\n',
    'config/preprod.yml': 'region: us-east-2\nretries: 5\nmemory: 512\n',
    'serverless.yml':
      'provider:\n  memorySize: ${file(config/${sls:stage}.yml):memory}\n  host: ${ssm:/host}\n',
  };

  /** Its tree is all that is in the repository. */
  async function asked(environment: string): Promise<Order> {
    const declared = manifest();
    const { 'backend-repo': repo } = declared.repos;
    const observes = { stacks: ['main'], functions: [{ name: 'api' }] };
    const config = { files: ['config/{environment}.yml'] };
    if (repo?.components['backend'] !== undefined)
      Object.assign(repo.components['backend'], { observes, config, environments: undefined });
    const files = [{ path: `config/${environment}.yml`, section: [] }];
    const rules = { files, specific: ['memory', '**.memorySize'], ignore: [] };
    const own = { environment, stage: environment, paths: ['.'], config: rules };
    const { repos } = staged(CONFIG);
    await repos.ensure({ name: component.repo, url: component.url }, ORDER.pin.commit);
    const tree = await repos.tree({ name: component.repo, url: component.url }, ORDER.pin.commit, ['.']);
    return { ...ORDER, pin: { ...ORDER.pin, tree }, manifest: declared, component: { ...component, ...own } };
  }

  /** Both run the same, each with a configuration of its own; `there` is changed afterwards. */
  async function compare(change: (there: FakeWorld) => unknown): Promise<[string, string | null][]> {
    const [mine, other] = [await asked('preprod'), await asked('dev')];
    const [here, there] = [await deployed(CONFIG, mine), await deployed(CONFIG, other)];
    await change(there);
    there.calls.length = 0;
    const place = {
      manifest: other.manifest,
      environment: 'preprod',
      other: { environment: 'dev', world: there },
    };
    const question = { component: 'backend', here: mine, there: other };
    const document = await driftDocument(place, [question], here);
    expect(driftDocumentSchema.parse(document)).toEqual(document);
    expect([...here.writes(), ...there.writes()]).toEqual([]);
    return document.components.flatMap(({ differences }) =>
      differences.map((each): [string, string | null] => [`${each.class} ${each.what}`, each.why]),
    );
  }
  const USUAL = [
    ['expected config/{environment}.yml region', 'own region'],
    ['unexpected config/{environment}.yml retries', null],
    ['expected config/{environment}.yml memory', 'declared: memory'],
    ['expected serverless.yml provider.memorySize', 'declared: **.memorySize'],
    ['unknown serverless.yml provider.host', 'known only where it is deployed'],
  ];

  it('compares configuration by key, tells what is meant to differ from what is not, and drops nothing', async () => {
    expect(await compare(() => undefined)).toEqual(USUAL);
  });

  it.each<[string, (there: FakeWorld) => unknown, string[]]>([
    [
      'settings and variables of a function',
      ({ aws }) =>
        aws.putFunction('api', {
          configuration: { settings: { memory: '256', timeout: '9' }, variables: [] },
        }),
      ['live.api.variables.DB_HOST', 'live.api.timeout'],
    ],
    ['a runtime', ({ aws }) => aws.putFunction('api', { runtime: 'python3.13' }), ['live.api.runtime']],
    [
      'what is in a layer',
      ({ aws }) => aws.putFunction('api', { layers: [aws.putLayerVersion('shared', 'other')] }),
      ['live.api.layers.0'],
    ],
    [
      'the schema',
      ({ aws }) =>
        aws.putHandler('schema-init', () => ({ type: 'answered', answer: { version: 0, migrations: [] } })),
      ['live.schema.version', 'live.schema.migrations.1'],
    ],
  ])('tells of a difference in %s', async (_what, change, unexpected) => {
    const told = await compare(change);
    expect(told.filter(([what]) => !USUAL.some(([usual]) => usual === what))).toEqual(
      unexpected.map((what) => [`unexpected ${what}`, null]),
    );
  });

  it('takes a layer of another number for the same where the same is in it', async () => {
    const again = ({ aws }: FakeWorld): void => {
      aws.putLayerVersion('shared', 'other');
      aws.putFunction('api', { layers: [aws.putLayerVersion('shared', 'layer')] });
    };
    expect(await compare(again)).toEqual(USUAL);
  });

  it('says that a component does not exist there', async () => {
    const world = await deployed();
    const place = { manifest: manifest(), environment: 'dev', other: { environment: 'preprod', world } };
    const document = await driftDocument(place, [{ component: 'backend', here: ORDER, there: null }], world);
    expect(document.components[0]?.differences).toMatchObject([{ class: 'expected' }]);
    expect(isDrifted(document.components)).toBe(false);
  });
});
