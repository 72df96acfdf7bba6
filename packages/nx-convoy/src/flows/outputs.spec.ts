import { FakeWorld } from '../../tests/fakes/fake-world';
import {
  failedReceipt,
  ledgerState,
  neverDeployed,
  receipt,
  record,
  resolvedComponent,
} from '../../tests/fakes/values';
import { readOutputs, recordedOutputs } from './outputs';

const component = resolvedComponent({
  outputs: {
    endpoint: { stack: 'main', output: 'Endpoint' },
    missing: { stack: 'main', output: 'Nothing' },
    elsewhere: { stack: 'other', output: 'Endpoint' },
    layer: { parameter: '/app/layer' },
    unset: { parameter: '/app/unset' },
  },
});

it('readOutputs reads stacks and parameters, and leaves out what does not exist', async () => {
  const world = new FakeWorld();
  world.aws.putStack('main', { outputs: { Endpoint: 'https://api.test' } });
  world.aws.putParameter('/app/layer', 'arn:7');
  expect(await readOutputs(component, world)).toEqual({ endpoint: 'https://api.test', layer: 'arn:7' });
});

it('recordedOutputs are those of what was last verified', () => {
  const verified = receipt({ outputs: { layer: 'arn:7' } });
  const state = ledgerState({
    database: record({ verified, last: failedReceipt({ outputs: { layer: 'arn:8' } }) }),
    backend: neverDeployed,
  });
  expect(recordedOutputs(state)).toEqual({ database: { layer: 'arn:7' }, backend: {} });
});
