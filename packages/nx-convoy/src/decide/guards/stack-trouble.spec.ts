import { stackTrouble, type StackFacts, type StackTrouble } from './stack-trouble';

const judged = (status: string, change: Partial<StackFacts> = {}): StackTrouble =>
  stackTrouble(
    { name: 'backend-dev', status, updatedAt: null, outputs: {} },
    {
      component: 'backend',
      environment: 'dev',
      region: 'us-east-1',
      environmentIsProtected: false,
      ownFirstAttempt: false,
      ownAttempt: false,
      ...change,
    },
  );
const refusalOf = (trouble: StackTrouble) => ('refusal' in trouble ? trouble.refusal : null);
const ours = { ownAttempt: true, ownFirstAttempt: true };

// All that CloudFormation can say (StackStatus of its API), and our own word for no stack.
const AT_REST = [
  'ABSENT',
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'DELETE_COMPLETE',
];
const UNDER_WAY = [
  'CREATE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS',
];
const NEVER_CREATED = ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'];
const aws = (verb: string) => `aws cloudformation ${verb} --stack-name backend-dev --region us-east-1`;

describe('stackTrouble', () => {
  it.each(AT_REST)('finds nothing wrong with %s', (status) => {
    expect(judged(status)).toEqual({ type: 'fine' });
    expect(judged(status, ours)).toEqual({ type: 'fine' });
  });

  it.each(UNDER_WAY)('waits for %s where our own attempt is open', (status) => {
    expect(judged(status, { ownAttempt: true })).toEqual({
      type: 'wait',
      why: `stack backend-dev is ${status}`,
    });
  });

  it.each(UNDER_WAY)('refuses %s of somebody else, and names the flag that waits', (status) => {
    const trouble = judged(status);
    expect(trouble.type).toBe('refused');
    expect(refusalOf(trouble)).toMatchObject({
      code: 'CONVOY_STACK_BUSY',
      message: `backend cannot be deployed to dev\nstack backend-dev is ${status}: somebody else is at work on it`,
      remedy: 'wait for it:  the same command with --wait-for-lock=600',
      blame: 'outside',
    });
  });

  it.each([true, false])('waits for a deletion, whoever began it (ours: %s)', (ownAttempt) => {
    expect(judged('DELETE_IN_PROGRESS', { ownAttempt })).toMatchObject({ type: 'wait' });
  });

  it.each(NEVER_CREATED)('deletes %s after a first creation of ours', (status) => {
    expect(judged(status, ours)).toEqual({
      type: 'delete',
      why: `stack backend-dev is ${status}: its first creation, by us, failed`,
    });
  });

  it.each(NEVER_CREATED)('never deletes %s in a protected environment', (status) => {
    const refusal = refusalOf(judged(status, { ...ours, environmentIsProtected: true }));
    expect(refusal?.code).toBe('CONVOY_STACK_FIRST_CREATE_FAILED');
    expect(refusal?.message).toContain('dev is protected, so it is not deleted for you');
    expect(refusal?.remedy).toContain(aws('delete-stack'));
  });

  it.each(NEVER_CREATED)('never deletes %s that is not of our making', (status) => {
    const refusal = refusalOf(judged(status, { ownAttempt: true }));
    expect(refusal?.code).toBe('CONVOY_STACK_FIRST_CREATE_FAILED');
    expect(refusal?.message).toContain('it was not made by an attempt of ours');
    expect(refusal?.remedy).toContain(aws('delete-stack'));
  });

  it('leaves UPDATE_ROLLBACK_FAILED to a rollback, and refuses a deploy with the command', () => {
    const trouble = judged('UPDATE_ROLLBACK_FAILED', ours);
    expect(trouble.type).toBe('continue-rollback');
    expect(refusalOf(trouble)?.code).toBe('CONVOY_STACK_ROLLBACK_STUCK');
    expect(refusalOf(trouble)?.remedy).toContain(aws('continue-update-rollback'));
  });

  it.each([
    ['REVIEW_IN_PROGRESS', 'CONVOY_STACK_IN_REVIEW', 'delete-stack'],
    ['UPDATE_FAILED', 'CONVOY_STACK_UPDATE_FAILED', 'rollback-stack'],
    ['DELETE_FAILED', 'CONVOY_STACK_DELETE_FAILED', 'delete-stack'],
    ['IMPORT_ROLLBACK_FAILED', 'CONVOY_STACK_IMPORT_FAILED', 'describe-stack-events'],
  ])('refuses %s with %s and the command that gets out of it', (status, code, verb) => {
    for (const facts of [{}, ours, { environmentIsProtected: true }]) {
      const trouble = judged(status, facts);
      expect(trouble.type).toBe('refused');
      expect(refusalOf(trouble)?.code).toBe(code);
      expect(refusalOf(trouble)?.remedy).toContain(aws(verb));
    }
  });

  it.each(['UNKNOWN', '', 'create_complete', 'SOMETHING_NEW_COMPLETE', 'SOMETHING_NEW_IN_PROGRESS'])(
    'does not take “%s” for well',
    (status) => {
      expect(refusalOf(judged(status, ours))?.code).toBe('CONVOY_STACK_STATUS_UNKNOWN');
    },
  );
});
