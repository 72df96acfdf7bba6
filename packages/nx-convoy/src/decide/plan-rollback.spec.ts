import {
  commit,
  failedReceipt,
  liveFunction,
  liveState,
  migrations,
  pagesBranch,
  receipt,
  record,
  resolvedComponent,
  started,
  tree,
} from '../../tests/fakes/values';
import { releasedComponent, rollbackFacts, storedStack } from '../../tests/fakes/values-of-release';
import type { LiveState } from '../model/live-state';
import type { Plan, Step } from '../model/plan';
import type { ResolvedComponent } from '../model/resolved-component';
import type { BranchRelation } from './facts';
import type { MigrationFile } from './migrations';
import { planRollback, type RollbackFacts } from './plan-rollback';

const planOf = (change: Partial<RollbackFacts> = {}): Plan => planRollback(rollbackFacts(change));
function stepsOf(change: Partial<RollbackFacts>): readonly Step[] {
  const plan = planOf(change);
  return plan.type === 'work' ? plan.steps : [];
}
const types = (change: Partial<RollbackFacts>): string[] => stepsOf(change).map((step) => step.type);

describe('a component that is back already', () => {
  const back = receipt({ commit: commit('a'), tree: tree('a') });

  it('is left as it is', () => {
    expect(planOf({ record: record({ last: back, verified: back }) })).toEqual({
      type: 'nothing',
      component: 'backend',
      because: 'unchanged: it is what it was in the release (aaaaaaa)',
    });
  });

  it.each<[string, Partial<RollbackFacts>]>([
    ['an attempt is open', { record: record({ last: back, verified: back, started: started() }) }],
    ['its last attempt failed', { record: record({ last: failedReceipt(), verified: back }) }],
    [
      'somebody changed it since',
      {
        record: record({ last: back, verified: back }),
        live: liveState({ layers: [{ name: 'l', version: 2 }] }),
      },
    ],
    ['nothing of it was ever verified', { record: record({ last: failedReceipt(), verified: null }) }],
  ])('is not back while %s', (_when, change) => {
    expect(planOf(change)).toMatchObject({ type: 'work', reasons: ['back to aaaaaaa'] });
  });
});

describe('going back by deploying the earlier tree', () => {
  it('runs the commands of the component again, at the commit of the release', () => {
    expect(stepsOf({})).toMatchObject([
      { type: 'run', why: 'aaaaaaa again: npx --no serverless deploy', undo: 'deploy again' },
    ]);
  });

  it('moves the alias after them, which callers use', () => {
    const component = withAlias({ rollback: 'redeploy' });
    expect(types({ component })).toEqual(['run', 'move-alias']);
  });
});

function withAlias(change: Partial<ResolvedComponent> = {}): ResolvedComponent {
  return resolvedComponent({
    rollback: 'alias',
    observes: { stacks: [], functions: [{ name: 'api', alias: 'live', layers: [] }], layers: [] },
    ...change,
  });
}
function aliasAt(version: string): LiveState {
  const alias = { name: 'live', version, codeSha256: `code-${version}` };
  return liveState({ functions: [liveFunction({ name: 'api', codeSha256: `code-${version}`, alias })] });
}

describe('going back by alias', () => {
  const component = withAlias();
  const target = releasedComponent({ live: aliasAt('41') });

  it('moves the alias to the version of the release, where nothing but versions changed', () => {
    expect(stepsOf({ component, target, live: aliasAt('42'), versionsExist: true })).toEqual([
      {
        type: 'set-aliases',
        aliases: [{ function: 'api', alias: 'live', version: '41' }],
        why: 'api:live → 41',
        undo: 'deploy again',
      },
    ]);
  });

  it('deploys the earlier tree again where more than versions changed', () => {
    const live = aliasAt('42');
    const other = {
      ...live,
      functions: live.functions.map((each) => ({ ...each, layers: ['arn:layer:db:2'] })),
    };
    expect(types({ component, target, live: other, versionsExist: true })).toEqual(['run', 'move-alias']);
  });

  it('deploys the earlier tree again where the version is gone', () => {
    expect(types({ component, target, live: aliasAt('42'), versionsExist: false })).toEqual([
      'run',
      'move-alias',
    ]);
  });
});

describe('going back by stored templates', () => {
  const component = resolvedComponent({ rollback: 'template' });

  it('puts back template, parameters and tags of every stack of the release', () => {
    const stored = [storedStack, { ...storedStack, stack: 'other' }];
    expect(stepsOf({ component, target: releasedComponent({ stored }) })).toMatchObject([
      { type: 'restore-stack', stored: storedStack },
      { type: 'restore-stack', why: 'template, parameters and tags of other as they were' },
    ]);
  });

  it('deploys the earlier tree again where the release kept none', () => {
    expect(types({ component })).toEqual(['run']);
  });
});

it('first continues the rollback of a stuck stack, whatever the way', () => {
  const stack = { name: 'main', status: 'UPDATE_ROLLBACK_FAILED', updatedAt: null, outputs: {} };
  expect(types({ live: liveState({ stacks: [stack] }) })).toEqual(['continue-rollback', 'run']);
});

function migration(version: number, reversible = true): MigrationFile {
  const file = `V00${version}__step_${version}.sql`;
  return { version, name: `step_${version}`, file, checksum: `sum-${version}`, reversible };
}
function schema(version: number): LiveState {
  const rows = Array.from({ length: version }, (_, index) => ({
    version: index + 1,
    name: `step_${index + 1}`,
    checksum: `sum-${index + 1}`,
    appliedAt: 'then',
  }));
  return liveState({ schema: { version, migrations: rows } });
}

describe('the database', () => {
  const component = resolvedComponent({
    deploy: [],
    migrations: { ...migrations, revert: { RequestType: 'Revert', to: '{version}' } },
  });
  const target = releasedComponent({ live: schema(1) });
  const files = [1, 2, 3].map((version) => migration(version));

  it('goes back by the reverse files in reverse order, down to the version of the release', () => {
    expect(stepsOf({ component, target, live: schema(3), liveMigrations: files })).toMatchObject([
      {
        type: 'revert-migrations',
        to: 1,
        versions: ['U003__step_3.sql', 'U002__step_2.sql'],
        undo: 'deploy again: V002__step_2.sql, V003__step_3.sql',
      },
    ]);
  });

  it('goes back before the code that reverses it does', () => {
    const both = { ...component, deploy: resolvedComponent().deploy };
    expect(types({ component: both, target, live: schema(3), liveMigrations: files })).toEqual([
      'revert-migrations',
      'run',
    ]);
  });

  it('is never touched where no migration was applied since the release', () => {
    const plan = planOf({ component, target, live: schema(1), liveMigrations: files });
    expect(plan).toMatchObject({ steps: [], reasons: ['back to aaaaaaa'] });
  });

  it.each<[string, Partial<RollbackFacts>, string]>([
    [
      'one step has no reverse file',
      { liveMigrations: [migration(1), migration(2, false), migration(3)] },
      'the database stays at version 3: V002__step_2.sql has no reverse migration',
    ],
    [
      'its function cannot revert',
      { component: { ...component, migrations }, liveMigrations: files },
      'the database stays at version 3: its function cannot revert',
    ],
    [
      'something was applied that nobody knows',
      { liveMigrations: files.slice(0, 2) },
      'the database stays at version 3: version 3 is not known at what is live',
    ],
  ])('stays as it is where %s, and the plan says so', (_when, change, reason) => {
    expect(planOf({ component, target, live: schema(3), ...change })).toMatchObject({
      steps: [],
      reasons: ['back to aaaaaaa', reason],
    });
  });

  it('that stays says of each reader whether it is declared to work with it, and offers the data of before', () => {
    const staying = { ...component, migrations: { ...migrations, instance: 'db-dev' } };
    const readers = [
      { name: 'backend', worksWithNewerSchema: true },
      { name: 'worker', worksWithNewerSchema: false },
    ];
    const found = { component: staying, target, live: schema(3), liveMigrations: files, readers };
    expect(planOf(found)).toMatchObject({
      reasons: [
        'back to aaaaaaa',
        'the database stays at version 3: its function cannot revert',
        'backend is declared to work with a newer schema',
        expect.stringContaining('worker is not declared to work with a newer schema') as string,
        'its data of before:  npx nx restore backend --configuration=dev',
      ],
    });
  });
});

describe('a branch whose push is the deploy', () => {
  interface Branch {
    readonly branch: BranchRelation;
    readonly owned?: boolean;
    readonly built?: boolean;
    readonly isProduction?: boolean;
  }
  const deployment = { id: 'deployment-1', commit: commit('a'), stage: 'deploy', status: 'success', url: '' };
  const target = releasedComponent({
    live: liveState({ pages: { branch: 'stg', head: commit('a'), deployment } }),
  });
  function wayBack({ branch, owned = false, built = false, isProduction = false }: Branch): readonly Step[] {
    const component = resolvedComponent({ deploy: [], pages: pagesBranch({ owned }) });
    const head = branch === 'absent' ? null : commit('b');
    const live = liveState({ pages: { branch: 'stg', head, deployment: null } });
    return stepsOf({ component, target, live, branch, built, isProduction });
  }

  it('of our own is moved back', () => {
    expect(wayBack({ branch: 'ahead', owned: true })).toMatchObject([
      { type: 'push', from: commit('b'), commit: commit('a'), why: 'stg back to aaaaaaa' },
    ]);
  });

  it.each(['ahead', 'diverged', 'behind'] as const)(
    'that others push to gets a revert commit and is never forced back: %s',
    (branch) => {
      expect(wayBack({ branch })).toMatchObject([
        { type: 'carry', head: commit('b'), commit: commit('a'), undo: 'revert the revert' },
      ]);
    },
  );

  it('of production serves the earlier deployment at once, then gets the revert commit', () => {
    expect(wayBack({ branch: 'ahead', isProduction: true })).toMatchObject([
      { type: 'pages-rollback', deployment: 'deployment-1' },
      { type: 'carry' },
    ]);
  });

  it('a preview deployment is no rollback target: the pinned commit is built again', () => {
    expect(wayBack({ branch: 'ahead', owned: true, isProduction: false }).map((step) => step.type)).toEqual([
      'push',
    ]);
    expect(wayBack({ branch: 'ahead' }).map((step) => step.type)).toEqual(['carry']);
  });

  it.each(['same', 'carries'] as const)('that is back already (%s) is not pushed, only built', (branch) => {
    expect(wayBack({ branch, built: true })).toEqual([]);
    expect(wayBack({ branch })).toMatchObject([{ type: 'request-build' }]);
  });
});
