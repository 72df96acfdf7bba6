import { commit, facts, neverDeployed, pin } from '../../tests/fakes/values';
import { planDeployment } from './plan-deployment';
import { previewDocument } from './preview-document';

describe('previewDocument', () => {
  it('says that nothing is to be done', () => {
    const converged = facts();
    expect(previewDocument(converged, planDeployment(converged))).toEqual({
      component: 'backend',
      live: commit('b'),
      pin: commit('b'),
      commits: [],
      action: 'nothing',
      why: ['unchanged, verified 2026-03-01T10:01:04.000Z'],
      steps: [],
    });
  });

  it('says what would be done, why, and how it is undone', () => {
    const commits = [{ commit: commit('c'), subject: 'feat: more' }];
    const behind = facts({ pin: pin('c'), commits });
    expect(previewDocument(behind, planDeployment(behind))).toEqual({
      component: 'backend',
      live: commit('b'),
      pin: commit('c'),
      commits,
      action: 'deploy',
      why: ['1 commit since what is live'],
      steps: [{ what: 'npx --no serverless deploy', undo: 'deploy bbbbbbb again' }],
    });
  });

  it('knows nothing live before the first deploy', () => {
    const first = facts({ record: neverDeployed });
    expect(previewDocument(first, planDeployment(first)).live).toBeNull();
  });
});
