import { ledgerState, manifest, neverDeployed, record } from '../../../tests/fakes/values';
import { orphanLine, orphans } from './orphans';

describe('orphans', () => {
  it('are components that the ledger knows and the manifest no longer names', () => {
    const state = ledgerState({ backend: record(), old: record(), tried: neverDeployed, frontend: record() });
    expect(orphans(state, manifest())).toEqual(['old', 'tried']);
  });

  it('are components that no longer exist in the environment, too', () => {
    const state = { ...ledgerState({ backend: record(), frontend: record() }), environment: 'preprod' };
    expect(orphans(state, manifest())).toEqual(['backend']);
  });

  it('are none where the ledger knows nothing', () => {
    expect(orphans(ledgerState(), manifest())).toEqual([]);
  });

  it('are left as they are, and the line says so', () => {
    expect(orphanLine('old', 'dev')).toBe(
      'old is orphaned: the ledger of dev knows it, repos.json has it there no longer; it is left as it is',
    );
  });
});
