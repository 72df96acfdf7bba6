import { ask, nothing, type Scene } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import type { Check } from '../../model/resolved-component';
import type { Finding } from './finding';

describe('check: stack', () => {
  const check: Check = { kind: 'stack', stack: 'main' };
  it.each<[string, Scene, Finding]>([
    ['passes', ({ aws }) => aws.putStack('main'), { verdict: 'passed', evidence: 'CREATE_COMPLETE' }],
    [
      'fails at rest',
      ({ aws }) => aws.putStack('main', { status: 'ROLLBACK_COMPLETE' }),
      { verdict: 'failed', evidence: 'stack main is ROLLBACK_COMPLETE' },
    ],
    [
      'fails in progress',
      ({ aws }) => aws.putStack('main', { status: 'UPDATE_IN_PROGRESS' }),
      { verdict: 'failed', evidence: 'stack main is UPDATE_IN_PROGRESS' },
    ],
    ['fails without it', nothing, { verdict: 'failed', evidence: 'stack main does not exist' }],
  ])('%s', async (_what, scene, finding) => {
    const world = new FakeWorld();
    scene(world);
    expect(await ask(world, check)).toEqual(finding);
  });
});
