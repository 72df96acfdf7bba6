import { ask, type Scene } from '../../../tests/fakes/ask';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import type { Check } from '../../model/resolved-component';
import type { Finding } from './finding';

describe('check: invoke', () => {
  const check: Check = { kind: 'invoke', function: 'api', payload: { a: 1 }, json: { status: 'ok' } };
  it.each<[string, Scene, Finding]>([
    [
      'passes',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'answered', answer: { status: 'ok', more: 1 } })),
      { verdict: 'passed', evidence: '{"status":"ok","more":1}' },
    ],
    [
      'fails with another answer',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'answered', answer: { status: 'ill' } })),
      { verdict: 'failed', evidence: 'status is "ill", not "ok"; answered {"status":"ill"}' },
    ],
    [
      'fails when the function breaks',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'function-error', message: 'KeyError' })),
      { verdict: 'failed', evidence: 'KeyError' },
    ],
    [
      'is inconclusive when it cannot be asked',
      ({ aws }) => aws.putHandler('api', () => ({ type: 'unreachable', message: 'no route' })),
      { verdict: 'inconclusive', evidence: 'no route', remedy: 'verify again when AWS answers' },
    ],
  ])('%s', async (_what, scene, finding) => {
    const world = new FakeWorld();
    scene(world);
    expect(await ask(world, check)).toEqual(finding);
    expect(world.aws.invocations).toEqual([{ name: 'api', payload: { a: 1 } }]);
  });

  it('is content with any answer where none is wanted', async () => {
    const world = new FakeWorld();
    world.aws.putFunction('api');
    expect((await ask(world, { ...check, json: null })).verdict).toBe('passed');
  });
});
