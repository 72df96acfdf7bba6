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

/** Deployed by ourselves, through the real flow. */
async function deployed(): Promise<FakeWorld> {
  const world = new FakeWorld();
  world.addCommit('b', { parents: ['a'], files: { 'migrations/V001__users.sql': MIGRATION } });
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
    const layers = [world.aws.putLayerVersion('shared')];
    world.aws.putFunction('api', { code: 'new', layers, configuration: configured('256', 'digest-1') });
    return {};
  };
  const receipt = await deploy(ORDER, world);
  expect(receipt).toMatchObject({ failure: null, outcome: 'deployed', verdict: 'passed' });
  world.calls.length = 0;
  return world;
}

async function driftOf(world: FakeWorld, asked = ORDER): Promise<DriftDocument> {
  const place = { manifest: manifest(), environment: 'dev' };
  const document = await driftDocument(place, [{ component: 'backend', order: asked }], world);
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
      { component: 'backend', order: ORDER },
      { component: 'front', order: pinMissing('front', 'dev') },
    ];
    const document = await driftDocument({ manifest: manifest(), environment: 'dev' }, questions, world);
    expect(document.components.map(({ component: name, differences }) => [name, differences])).toMatchObject([
      ['backend', [{ class: 'unknown', why: expect.stringContaining('CONVOY_PROVIDER_FAILED') as string }]],
      ['front', [{ class: 'unknown', why: expect.stringContaining('CONVOY_PIN_MISSING') as string }]],
    ]);
    expect(isDrifted(document.components)).toBe(true);
  });
});
