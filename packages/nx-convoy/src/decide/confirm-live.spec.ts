import { liveFunction, liveState, resolvedComponent } from '../../tests/fakes/values';
import type { LiveFunction } from '../model/live-state';
import type { ObservedFunction } from '../model/resolved-component';
import { isSettled, unconfirmed } from './confirm-live';

const MOVING = [
  'CREATE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS',
];
const BAD = [
  'ABSENT',
  'CREATE_FAILED',
  'ROLLBACK_FAILED',
  'ROLLBACK_COMPLETE',
  'DELETE_FAILED',
  'DELETE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_FAILED',
  'IMPORT_ROLLBACK_COMPLETE',
  'REVIEW_IN_PROGRESS',
];
const arn = (name: string, version: number): string =>
  `arn:aws:lambda:us-east-1:533267024692:layer:${name}:${version}`;
const GOOD = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

const withStack = (status: string) =>
  liveState({ stacks: [{ name: 'main', status, updatedAt: null, outputs: {} }] });

describe('a stack', () => {
  it.each(GOOD)('passes at %s', (status) => {
    expect(isSettled(withStack(status))).toBe(true);
    expect(unconfirmed(resolvedComponent(), withStack(status))).toEqual([]);
  });

  it.each(BAD)('is at rest and does not pass at %s', (status) => {
    expect(isSettled(withStack(status))).toBe(true);
    expect(unconfirmed(resolvedComponent(), withStack(status))).toEqual([`stack main ${status}`]);
  });

  it.each(MOVING)('neither is at rest nor passes at %s', (status) => {
    expect(isSettled(withStack(status))).toBe(false);
    expect(unconfirmed(resolvedComponent(), withStack(status))).toEqual([`stack main ${status}`]);
  });
});

function troubleWith(each: Partial<LiveFunction>, declared: Partial<ObservedFunction> = {}): string[] {
  const component = resolvedComponent({
    observes: { stacks: [], functions: [{ name: 'api', alias: null, layers: [], ...declared }], layers: [] },
  });
  const live = liveState({
    functions: [liveFunction({ name: 'api', ...each })],
    layers: [{ name: 'shared', version: 12 }],
  });
  return unconfirmed(component, live);
}

describe('a function', () => {
  it.each(['Active', 'Inactive'])('passes when %s', (state) => {
    expect(troubleWith({ state })).toEqual([]);
  });

  it('does not pass when it does not exist, and nothing else is said of it', () => {
    expect(troubleWith({ state: 'Absent', lastUpdateStatus: 'Absent' }, { alias: 'live' })).toEqual([
      'function api does not exist',
    ]);
  });

  it.each(['Pending', 'Failed'])('does not pass when %s', (state) => {
    expect(troubleWith({ state })).toEqual([`function api is ${state}`]);
  });

  it.each(['Failed', 'InProgress'])('does not pass when its last update is %s', (lastUpdateStatus) => {
    expect(troubleWith({ lastUpdateStatus })).toEqual([`the last update of api is ${lastUpdateStatus}`]);
  });

  it.each([{ state: 'Pending' }, { lastUpdateStatus: 'InProgress' }])('is waited for while %j', (each) => {
    expect(isSettled(liveState({ functions: [liveFunction(each)] }))).toBe(false);
  });

  it('is at rest when it failed', () => {
    const functions = [liveFunction({ state: 'Failed', lastUpdateStatus: 'Failed' })];
    expect(isSettled(liveState({ functions }))).toBe(true);
  });
});

describe('a shared layer', () => {
  it('passes in its newest version', () => {
    expect(troubleWith({ layers: [arn('other', 1), arn('shared', 12)] }, { layers: ['shared'] })).toEqual([]);
  });

  it.each([
    ['missing', []],
    ['old', [arn('shared', 11)]],
    ['of another name that ends alike', [arn('not-shared', 12)]],
    ['in a version that begins alike', [arn('shared', 120)]],
    ['in a version that ends alike', [arn('shared', 2)]],
  ])('does not pass when it is %s', (_what, layers) => {
    expect(troubleWith({ layers }, { layers: ['shared'] })).toEqual([
      'function api does not have layer shared:12',
    ]);
  });

  it('does not pass when nobody published it', () => {
    expect(troubleWith({}, { layers: ['unknown'] })).toEqual(['layer unknown does not exist']);
  });
});

describe('an alias', () => {
  it('passes when it resolves to the deployed code', () => {
    const alias = { name: 'live', version: '7', codeSha256: 'code-1' };
    expect(troubleWith({ alias }, { alias: 'live' })).toEqual([]);
  });

  it('does not pass when it resolves to older code', () => {
    const alias = { name: 'live', version: '6', codeSha256: 'code-0' };
    expect(troubleWith({ alias }, { alias: 'live' })).toEqual([
      'alias live of api resolves to version 6, whose code is not the deployed one',
    ]);
  });

  it('does not pass when it is missing', () => {
    expect(troubleWith({}, { alias: 'live' })).toEqual(['function api has no alias live']);
  });
});

describe('what is proven by an earlier release', () => {
  const component = resolvedComponent({
    observes: { stacks: ['main'], functions: [{ name: 'api', alias: 'live', layers: ['db'] }], layers: [] },
  });
  const alias = { name: 'live', version: '6', codeSha256: 'code-0' };
  const stack = { name: 'main', status: 'UPDATE_COMPLETE', updatedAt: 'then', outputs: { Url: 'x' } };
  const proven = liveState({
    stacks: [stack],
    functions: [liveFunction({ name: 'api', layers: [arn('db', 1)], codeSha256: 'code-0', alias })],
  });
  const after = (change: { status?: string; outputs?: Record<string, string>; code?: string }): string[] => {
    const [known] = proven.functions;
    const codeSha256 = change.code ?? 'code-0';
    const functions = [{ ...known!, codeSha256: 'code-9', alias: { ...alias, codeSha256 } }];
    const { status = 'UPDATE_COMPLETE', outputs = stack.outputs } = change;
    const layers = [{ name: 'db', version: 2 }];
    return unconfirmed(
      component,
      { ...proven, functions, layers, stacks: [{ ...stack, status, outputs }] },
      proven,
    );
  };

  it('is right again: an older version behind the alias, an older layer', () => {
    expect(after({})).toEqual([]);
  });

  it('is right in a stack that CloudFormation itself put back', () => {
    expect(after({ status: 'UPDATE_ROLLBACK_COMPLETE' })).toEqual([]);
  });

  it('is not right in such a stack with other outputs, other code, or none that was proven', () => {
    const wrong = 'stack main UPDATE_ROLLBACK_COMPLETE';
    expect(after({ status: 'UPDATE_ROLLBACK_COMPLETE', outputs: { Url: 'y' } })).toEqual([wrong]);
    expect(after({ status: 'UPDATE_ROLLBACK_COMPLETE', code: 'code-8' })).toContain(wrong);
    expect(after({ status: 'UPDATE_ROLLBACK_FAILED' })).toEqual(['stack main UPDATE_ROLLBACK_FAILED']);
  });
});
