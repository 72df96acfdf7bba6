import {
  commit,
  failedReceipt,
  ledgerState,
  neverDeployed,
  pin,
  receipt,
  record,
  started,
} from '../../tests/fakes/values';
import type { ComponentRecord } from '../model/receipt';
import { orderRefusal } from './order-guard';

const refused = (database: ComponentRecord | undefined, wanted = pin()) =>
  orderRefusal(
    'backend',
    [{ name: 'database', pin: wanted }],
    ledgerState(database === undefined ? {} : { database }),
  );

describe('orderRefusal', () => {
  it('lets a component proceed whose dependencies are verified at their pins', () => {
    expect(refused(record())).toBeNull();
  });

  it('lets a component without dependencies proceed', () => {
    expect(orderRefusal('database', [], ledgerState())).toBeNull();
  });

  it('compares trees, not commits', () => {
    expect(refused(record(), pin('b', { commit: commit('c') }))).toBeNull();
  });

  it.each([
    ['was never deployed', undefined, 'database was never verified there, its pin is bbbbbbb'],
    ['is only known by name', neverDeployed, 'database was never verified there, its pin is bbbbbbb'],
    [
      'failed at its first attempt',
      { ...neverDeployed, last: failedReceipt() },
      'database was never verified there, its pin is bbbbbbb',
    ],
    [
      'has an attempt that did not end',
      record({ started: started() }),
      'database did not pass its last attempt',
    ],
    [
      'failed at its last attempt',
      record({ last: failedReceipt() }),
      'database did not pass its last attempt',
    ],
    [
      'could not be asked at its last verification',
      record({ last: receipt({ verb: 'verify', verdict: 'inconclusive', outcome: 'failed' }) }),
      'database did not pass its last attempt',
    ],
  ])('refuses when a dependency %s', (_what, known, message) => {
    const refusal = refused(known);
    expect(refusal).toMatchObject({
      code: 'CONVOY_ORDER_DEPENDENCY_NOT_VERIFIED',
      message: `backend cannot be deployed to dev\n${message}`,
    });
    expect(refusal?.remedy).toContain('npx nx deploy backend --configuration=dev');
  });

  it('refuses when a dependency is verified at another tree than its pin', () => {
    expect(refused(record(), pin('c'))?.message).toContain(
      'database is verified at bbbbbbb, its pin is ccccccc',
    );
  });

  it('refuses when a dependency has no pin', () => {
    const refusal = orderRefusal(
      'backend',
      [{ name: 'database', pin: null }],
      ledgerState({ database: record() }),
    );
    expect(refusal?.message).toContain('it has no pin');
  });

  it('names the first dependency that is not verified', () => {
    const dependencies = ['database', 'queue', 'cache'].map((name) => ({ name, pin: pin() }));
    const refusal = orderRefusal('backend', dependencies, ledgerState({ database: record() }));
    expect(refusal?.message).toContain('queue was never verified');
  });
});
