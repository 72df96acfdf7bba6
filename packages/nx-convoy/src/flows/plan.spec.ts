import { FakeWorld, order } from '../../tests/fakes/fake-world';
import {
  commit,
  liveState,
  migrations,
  pagesBranch,
  receipt,
  resolvedComponent,
  tree,
} from '../../tests/fakes/values';
import { preview } from './plan';

const component = resolvedComponent({
  observes: {
    stacks: ['main'],
    functions: [{ name: 'api', alias: 'live', layers: ['shared'] }],
    layers: ['own'],
  },
  migrations,
  pages: pagesBranch(),
  checks: [{ kind: 'stack', stack: 'main' }],
  outputs: { endpoint: { stack: 'main', output: 'Endpoint' } },
});
const files = {
  'migrations/V001__users.sql': 'create table users ();',
  'migrations/U001__users.sql': 'drop table users;',
};

/** Something of everything, one commit behind the pin. */
async function stage(): Promise<FakeWorld> {
  const world = new FakeWorld();
  world.addCommit('b', { parents: ['a'], files });
  world.aws.putStack('main');
  world.aws.putFunction('api');
  world.aws.putLayerVersion('shared');
  world.aws.putHandler('schema-init', () => ({ type: 'answered', answer: { version: 0, migrations: [] } }));
  world.moveBranch('stg', commit('a'));
  world.front.push('stg', commit('a'));
  const verified = receipt({ commit: commit('a'), tree: tree('a'), after: liveState() });
  world.receipts.record('dev', [verified]);
  return world;
}

/** Every method that a preview may call. Anything else would be a write, or would have to be named here. */
const READS = [
  'artefacts.preparedKey',
  'ledger.read',
  'repos.ensure',
  'repos.resolve',
  'repos.tree',
  'repos.files',
  'repos.commitsBetween',
  'repos.isAncestor',
  'cloud.stack',
  'cloud.function',
  'cloud.newestLayerVersion',
  'cloud.invoke',
  'pages.latest',
];

describe('preview', () => {
  it('says what a deploy would do', async () => {
    const { facts, plan } = await preview(order({ component }), await stage());
    expect(facts.commits).toEqual([{ commit: commit('b'), subject: 'change b' }]);
    expect(plan).toMatchObject({
      type: 'work',
      reasons: ['1 commit since what is live', 'what is live is not what was last verified'],
      steps: [
        { type: 'run', undo: 'deploy aaaaaaa again' },
        { type: 'migrate', versions: ['V001__users.sql'], undo: 'U001__users.sql' },
        { type: 'move-alias', undo: 'no way back: first deploy' },
        { type: 'push', from: commit('a'), commit: commit('b'), undo: 'revert commit' },
      ],
    });
  });

  it('writes nothing at any port, and asks the database for nothing but to be inspected', async () => {
    const world = await stage();
    const before = JSON.stringify(world.entries());
    await preview(order({ component }), world);
    expect(new Set(world.calls)).toEqual(new Set(READS));
    expect(world.writes()).toEqual([]);
    expect(world.aws.writes).toEqual([]);
    expect(world.aws.invocations).toEqual([{ name: 'schema-init', payload: migrations.inspect }]);
    expect(world.front.writes).toEqual([]);
    expect(world.programs.requests).toEqual([]);
    expect(world.sites.requests).toEqual([]);
    expect(world.head('stg')).toBe(commit('a'));
    expect(JSON.stringify(world.entries())).toBe(before);
  });

  it('does not judge the order: the same run may deploy the dependency first', async () => {
    const dependencies = [{ name: 'database', pin: null }];
    const { plan } = await preview(order({ component, dependencies }), await stage());
    expect(plan.type).toBe('work');
  });

  it('is a frozen value', async () => {
    const { plan } = await preview(order({ component }), await stage());
    expect(Object.isFrozen(plan)).toBe(true);
  });
});
