import {
  commit,
  facts,
  liveState,
  pagesBranch,
  receipt,
  record,
  resolvedComponent,
} from '../../tests/fakes/values';
import type { Step } from '../model/plan';
import type { BranchRelation } from './facts';
import { pagesSteps } from './pages-steps';

interface Branch {
  readonly branch: BranchRelation;
  readonly owned?: boolean;
  readonly built?: boolean;
  /** The commit by which we went back. */
  readonly carrier?: string | null;
}
/** The head of the branch is `c`, the pin is `b`. */
function steps({ branch, owned = false, built = false, carrier = null }: Branch): Step[] {
  const component = resolvedComponent({ pages: pagesBranch({ owned }) });
  const head = branch === 'absent' ? null : commit('c');
  const live = liveState({ pages: { branch: 'stg', head, deployment: null } });
  const verified = receipt({ carrier });
  return pagesSteps(facts({ component, live, branch, built, record: record({ last: verified, verified }) }));
}

it('has no step for a component without a branch', () => {
  expect(pagesSteps(facts())).toEqual([]);
});

it('leaves a branch alone that carries the tree of the pin and is built', () => {
  expect(steps({ branch: 'carries', built: true })).toEqual([]);
});

it('asks for a build where the branch carries the tree of the pin without one', () => {
  expect(steps({ branch: 'carries' })).toMatchObject([{ type: 'request-build' }]);
});

it('moves a branch of ours to exactly the pin, also from a commit that carries it', () => {
  expect(steps({ branch: 'carries', owned: true })).toMatchObject([{ type: 'push', from: commit('c') }]);
});

it('reverts our own revert: a plain merge would be empty', () => {
  expect(steps({ branch: 'ahead', carrier: commit('c') })).toMatchObject([
    {
      type: 'carry',
      head: commit('c'),
      commit: commit('b'),
      why: 'stg has our revert on top: revert the revert, tree of bbbbbbb',
      undo: 'revert commit',
    },
  ]);
});

it.each(['ahead', 'diverged'] as const)("never pushes over somebody's work: %s", (branch) => {
  expect(() => steps({ branch, carrier: branch === 'ahead' ? commit('d') : null })).toThrow(
    expect.objectContaining({ code: 'CONVOY_BRANCH_AHEAD' }) as Error,
  );
});
