import {
  facts,
  failedReceipt,
  liveState,
  neverDeployed,
  record,
  resolvedComponent,
  started,
} from '../../tests/fakes/values';
import type { Step } from '../model/plan';
import type { DeploymentFacts } from './facts';
import { stackSteps } from './stack-steps';

const component = resolvedComponent({ observes: { stacks: ['main'], functions: [], layers: [] } });
function steps(status: string, change: Partial<DeploymentFacts> = {}): Step[] {
  const live = liveState({ stacks: [{ name: 'main', status, updatedAt: null, outputs: {} }] });
  return stackSteps(facts({ component, live, ...change }));
}
const refused = (status: string, change: Partial<DeploymentFacts> = {}): unknown => {
  try {
    return steps(status, change);
  } catch (error) {
    return (error as { code?: string }).code;
  }
};
const firstAttempt = { record: { ...neverDeployed, last: failedReceipt() } };

it.each(['ABSENT', 'CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])(
  'has nothing to do first with a stack in %s',
  (status) => {
    expect(steps(status)).toEqual([]);
  },
);

it('deletes what our own first attempt left in ROLLBACK_COMPLETE, and the plan names it', () => {
  expect(steps('ROLLBACK_COMPLETE', firstAttempt)).toEqual([
    {
      type: 'delete-stack',
      stack: 'main',
      why: 'stack main is ROLLBACK_COMPLETE: its first creation, by us, failed',
      undo: 'nothing to undo',
    },
  ]);
});

it('never deletes it in a protected environment, nor where it is not our first attempt', () => {
  expect(refused('ROLLBACK_COMPLETE', { ...firstAttempt, isProtected: true })).toBe(
    'CONVOY_STACK_FIRST_CREATE_FAILED',
  );
  expect(refused('ROLLBACK_COMPLETE')).toBe('CONVOY_STACK_FIRST_CREATE_FAILED');
});

it.each([
  ['UPDATE_ROLLBACK_FAILED', 'CONVOY_STACK_ROLLBACK_STUCK'],
  ['REVIEW_IN_PROGRESS', 'CONVOY_STACK_IN_REVIEW'],
  ['UPDATE_IN_PROGRESS', 'CONVOY_STACK_BUSY'],
  ['DELETE_FAILED', 'CONVOY_STACK_DELETE_FAILED'],
])('refuses %s', (status, code) => {
  expect(refused(status)).toBe(code);
});

it('refuses what did not come to rest in the time that it was waited for, though it may be ours', () => {
  expect(refused('UPDATE_IN_PROGRESS', { record: record({ started: started() }) })).toBe('CONVOY_STACK_BUSY');
});
