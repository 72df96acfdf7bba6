import {
  commit,
  facts,
  failedReceipt,
  liveState,
  neverDeployed,
  pin,
  receipt,
  record,
  resolvedComponent,
  started,
} from '../../tests/fakes/values';
import type { DeploymentFacts } from './facts';
import { planDeployment, reasonsToDeploy } from './plan-deployment';

describe('why something is deployed', () => {
  it('does nothing for a component that is verified at its pin and was not touched since', () => {
    expect(planDeployment(facts())).toEqual({
      type: 'nothing',
      component: 'backend',
      because: 'unchanged, verified 2026-03-01T10:01:04.000Z',
    });
  });

  it('takes another commit with the same tree for the same deployment', () => {
    expect(planDeployment(facts({ pin: pin('b', { commit: commit('c') }) })).type).toBe('nothing');
  });

  const cases: [string, Partial<DeploymentFacts>, string[]][] = [
    ['nothing was ever deployed', { record: neverDeployed }, ['first deploy']],
    [
      'a first attempt was killed',
      { record: { ...neverDeployed, started: started() } },
      ['first deploy, an earlier attempt did not end'],
    ],
    ['a first attempt failed', { record: { ...neverDeployed, last: failedReceipt() } }, ['first deploy']],
    ['another tree is pinned', { pin: pin('c') }, ['another tree is pinned']],
    [
      'another tree is pinned, one commit later',
      { pin: pin('c'), commits: [{ commit: commit('c'), subject: 'add' }] },
      ['1 commit since what is live'],
    ],
    [
      'another tree is pinned, two commits later',
      {
        pin: pin('c'),
        commits: [
          { commit: commit('c'), subject: 'two' },
          { commit: commit('d'), subject: 'one' },
        ],
      },
      ['2 commits since what is live'],
    ],
    [
      'the declaration changed',
      { component: resolvedComponent({ declaration: 'declaration-2' }) },
      ['its declaration in repos.json changed'],
    ],
    [
      'the live state was changed by somebody',
      { live: liveState({ layers: [{ name: 'shared', version: 2 }] }) },
      ['what is live is not what was last verified'],
    ],
    ['an attempt did not end', { record: record({ started: started() }) }, ['run run-3 did not end']],
    ['the last attempt failed', { record: record({ last: failedReceipt() }) }, ['run run-2 ended failed']],
    [
      'the last attempt was interrupted',
      { record: record({ last: failedReceipt({ outcome: 'interrupted', failure: null }) }) },
      ['run run-2 ended interrupted'],
    ],
    [
      'an attempt after a failed one did not end',
      { record: record({ started: started(), last: failedReceipt() }) },
      ['run run-3 did not end'],
    ],
    [
      'a later verification could not ask',
      { record: record({ last: receipt({ run: 'run-4', verdict: 'inconclusive', outcome: 'failed' }) }) },
      ['run run-4 ended failed'],
    ],
  ];
  it.each(cases)('deploys when %s', (_when, change, reasons) => {
    expect(reasonsToDeploy(facts(change))).toEqual(reasons);
    expect(planDeployment(facts(change))).toMatchObject({ type: 'work', component: 'backend', reasons });
  });

  it('names every reason', () => {
    const change = {
      pin: pin('c'),
      component: resolvedComponent({ declaration: 'declaration-2' }),
      live: liveState({ layers: [{ name: 'shared', version: 2 }] }),
      record: record({ started: started() }),
    };
    expect(reasonsToDeploy(facts(change))).toHaveLength(4);
  });
});
