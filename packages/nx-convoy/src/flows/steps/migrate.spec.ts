import { FakeWorld } from '../../../tests/fakes/fake-world';
import { performed, step } from '../../../tests/fakes/step-stage';
import { migrations } from '../../../tests/fakes/values';
import type { InvokeOutcome } from '../../effects/ports';

const revertible = { ...migrations, revert: { RequestType: 'Revert', To: '{version}' } };
const migrate = step({ type: 'migrate', migrations, versions: ['V002__a.sql'] });
const revert = step({ type: 'revert-migrations', migrations: revertible, to: 1, versions: ['U002__a.sql'] });
function answering(outcome: InvokeOutcome): FakeWorld {
  const world = new FakeWorld();
  world.aws.putHandler('schema-init', () => outcome);
  return world;
}
const success: InvokeOutcome = { type: 'answered', answer: { Status: 'SUCCESS', version: 2 } };

it.each([
  ['migrate', migrate, { RequestType: 'Create' }],
  ['revert', revert, { RequestType: 'Revert', To: '1' }],
])('%s: invokes the function once, synchronously, and keeps its answer', async (_what, each, payload) => {
  const world = answering(success);
  expect(await performed(world, [each])).toEqual({
    outcome: expect.objectContaining({ type: 'done' }) as unknown,
    answers: [{ Status: 'SUCCESS', version: 2 }],
  });
  expect(world.aws.invocations).toEqual([{ name: 'schema-init', payload }]);
});

it.each<[string, InvokeOutcome, string]>([
  ['the database refuses', { type: 'answered', answer: { Status: 'FAILED', Reason: 'in use' } }, 'in use'],
  ['the answer says nothing', { type: 'answered', answer: 'hello' }, '"hello"'],
  ['the function breaks', { type: 'function-error', message: 'out of memory' }, 'out of memory'],
  ['the function is not reached', { type: 'unreachable', message: 'no route' }, 'no route'],
])('fails, and is not tried again, when %s', async (_when, outcome, message) => {
  for (const [each, words] of [
    [migrate, 'migrate V002__a.sql'],
    [revert, 'revert U002__a.sql'],
  ] as const) {
    const world = answering(outcome);
    expect((await performed(world, [each])).outcome).toMatchObject({
      type: 'failed',
      failure: { code: 'CONVOY_MIGRATION_FAILED', step: words, message },
    });
    expect(world.aws.invocations).toHaveLength(1);
  }
});
