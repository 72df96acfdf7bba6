import {
  commit,
  facts,
  liveFunction,
  liveState,
  migrations,
  neverDeployed,
  pagesBranch,
  pin,
  receipt,
  record,
  resolvedComponent,
  tree,
} from '../../tests/fakes/values';
import type { LiveState } from '../model/live-state';
import type { Plan, Step } from '../model/plan';
import type { ResolvedComponent } from '../model/resolved-component';
import type { BranchRelation } from './facts';
import { fingerprintOf } from './fingerprint';
import type { MigrationFile } from './migrations';
import { planDeployment } from './plan-deployment';

function stepsOf(plan: Plan): readonly Step[] {
  return plan.type === 'work' ? plan.steps : [];
}

describe('the steps of a deploy', () => {
  it('runs the own commands in the order of the manifest', () => {
    const component = resolvedComponent({
      declaration: 'declaration-2',
      deploy: [
        { argv: ['npm', 'run', 'deploy:one'], in: '.', timeoutSeconds: 60 },
        { argv: ['npm', 'run', 'deploy:two'], in: 'two', timeoutSeconds: 60 },
      ],
    });
    expect(
      stepsOf(planDeployment(facts({ component }))).map((step) => [step.type, step.why, step.undo]),
    ).toEqual([
      ['run', 'npm run deploy:one', 'deploy bbbbbbb again'],
      ['run', 'npm run deploy:two', 'deploy bbbbbbb again'],
    ]);
  });

  it('says that a first deploy has no way back', () => {
    const [step] = stepsOf(planDeployment(facts({ record: neverDeployed })));
    expect(step?.undo).toBe('no way back: first deploy');
  });

  it('runs commands, then migrations, then moves aliases', () => {
    const component = resolvedComponent({
      migrations,
      observes: { stacks: [], functions: [{ name: 'api', alias: 'live', layers: [] }], layers: [] },
    });
    const change = { component, record: neverDeployed, migrations: [migration(1, true)] };
    expect(stepsOf(planDeployment(facts(change))).map((step) => step.type)).toEqual([
      'run',
      'migrate',
      'move-alias',
    ]);
  });
});

function migration(version: number, reversible: boolean): MigrationFile {
  const file = `V00${version}__step_${version}.sql`;
  return { version, name: `step_${version}`, file, checksum: `sum-${version}`, reversible };
}

describe('migrations of a deploy', () => {
  const component = resolvedComponent({ deploy: [], migrations });
  function migrateStep(files: readonly MigrationFile[], applied: number): Step | undefined {
    const rows = files
      .slice(0, applied)
      .map(({ version, name, checksum }) => ({ version, name, checksum, appliedAt: 'before' }));
    const live = liveState({ schema: applied === 0 ? null : { version: applied, migrations: rows } });
    return stepsOf(planDeployment(facts({ component, live, migrations: files, pin: pin('c') })))[0];
  }

  it('are undone by their reverse files, newest first', () => {
    expect(
      migrateStep(
        [1, 2, 3].map((version) => migration(version, true)),
        1,
      ),
    ).toMatchObject({
      type: 'migrate',
      versions: ['V002__step_2.sql', 'V003__step_3.sql'],
      undo: 'U003__step_3.sql, U002__step_2.sql',
    });
  });

  it('say which of them cannot be undone', () => {
    expect(migrateStep([migration(1, true), migration(2, false)], 0)?.undo).toBe(
      'cannot be undone: V002__step_2.sql has no reverse migration',
    );
  });

  it('are no step when all are applied', () => {
    expect(migrateStep([migration(1, true)], 1)).toBeUndefined();
  });
});

describe('the alias of a deploy', () => {
  const component = resolvedComponent({
    deploy: [],
    observes: {
      stacks: [],
      functions: [
        { name: 'api', alias: 'live', layers: [] },
        { name: 'worker', alias: null, layers: [] },
      ],
      layers: [],
    },
  });

  it('goes back to the version that it resolves to now', () => {
    const alias = { name: 'live', version: '41', codeSha256: 'code-1' };
    const live = liveState({ functions: [liveFunction({ name: 'api', alias })] });
    expect(stepsOf(planDeployment(facts({ component, live, pin: pin('c') })))).toEqual([
      {
        type: 'move-alias',
        function: { name: 'api', alias: 'live', layers: [] },
        alias: 'live',
        why: 'callers use api:live',
        undo: 'live → 41',
      },
    ]);
  });

  it('has no way back where there is none yet', () => {
    const live = liveState({ functions: [liveFunction({ name: 'api' })] });
    expect(stepsOf(planDeployment(facts({ component, live, pin: pin('c') })))[0]?.undo).toBe(
      'no way back: first deploy',
    );
  });
});

describe('a deploy by pushing a branch', () => {
  interface Branch {
    readonly branch: BranchRelation;
    readonly owned?: boolean;
    readonly built?: boolean;
  }
  function planOf({ branch, owned = false, built = false }: Branch): Plan {
    const component: ResolvedComponent = resolvedComponent({ deploy: [], pages: pagesBranch({ owned }) });
    const head = branch === 'absent' ? null : branch === 'same' ? commit('b') : commit('a');
    const live: LiveState = liveState({ pages: { branch: 'stg', head, deployment: null } });
    return planDeployment(facts({ component, live, branch, built, record: neverDeployed }));
  }

  it('makes an absent branch', () => {
    expect(stepsOf(planOf({ branch: 'absent' }))).toMatchObject([
      {
        type: 'push',
        from: null,
        commit: commit('b'),
        why: 'fast-forward stg to bbbbbbb',
        undo: 'no way back: first deploy',
      },
    ]);
  });

  it('pushes nothing and builds nothing where the pin is built already', () => {
    expect(planOf({ branch: 'same', built: true })).toMatchObject({ type: 'work', steps: [] });
  });

  it('asks for a build where the branch is at the pin without one', () => {
    expect(stepsOf(planOf({ branch: 'same' }))).toMatchObject([
      { type: 'request-build', commit: commit('b'), undo: 'nothing to undo' },
    ]);
  });

  it('fast-forwards a branch that is behind, from exactly the head that was read', () => {
    expect(stepsOf(planOf({ branch: 'behind' }))).toMatchObject([
      { type: 'push', from: commit('a'), commit: commit('b'), undo: 'revert commit' },
    ]);
  });

  it.each([
    ['ahead', 'branch stg is ahead of the pin bbbbbbb: it is at aaaaaaa'],
    ['diverged', 'branch stg has diverged from the pin bbbbbbb: it is at aaaaaaa'],
  ] as const)('refuses a branch that is %s, with both ways out', (branch, message) => {
    const deploying = (): Plan => planOf({ branch });
    expect(deploying).toThrow(message);
    expect(deploying).toThrow(
      expect.objectContaining({
        code: 'CONVOY_BRANCH_AHEAD',
        remedy: expect.stringMatching(/nx-convoy:pin .*--ref=stg.*revert commit/) as string,
      }) as Error,
    );
  });

  it.each(['behind', 'ahead', 'diverged'] as const)(
    'moves its own preview branch when it is %s',
    (branch) => {
      expect(stepsOf(planOf({ branch, owned: true }))).toMatchObject([
        {
          type: 'push',
          from: commit('a'),
          commit: commit('b'),
          why: 'move stg to bbbbbbb',
          undo: 'move stg back to aaaaaaa',
        },
      ]);
    },
  );

  it('leaves a foreign branch alone when there is nothing to do', () => {
    const component = resolvedComponent({ pages: pagesBranch() });
    const live = liveState({ pages: { branch: 'stg', head: commit('a'), deployment: null } });
    const verified = receipt({ fingerprint: fingerprintOf(live), tree: tree('b') });
    const converged = {
      component,
      live,
      branch: 'ahead' as const,
      record: record({ last: verified, verified }),
    };
    expect(planDeployment(facts(converged)).type).toBe('nothing');
  });
});
