import { commit, ledgerState, neverDeployed, receipt, record } from '../../../tests/fakes/values';
import type { Override } from '../../model/receipt';
import { hotfixLine, hotfixLostRefusal, openHotfixes } from './open-hotfixes';

const hotfix: Override = { flag: 'hotfix', reason: 'login is down' };
const deployedWith = (...overrides: Override[]) => record({ verified: receipt({ overrides, run: 'run-5' }) });
const open = { component: 'backend', commit: commit('b'), run: 'run-5', reason: 'login is down' };

describe('openHotfixes', () => {
  const state = ledgerState({
    backend: deployedWith({ flag: 'outside-window', reason: 'x' }, hotfix),
    frontend: deployedWith({ flag: 'outside-window', reason: 'x' }),
    database: neverDeployed,
  });

  it('finds what was deployed as a hotfix and is not on the branch', () => {
    expect(openHotfixes(state, new Set())).toEqual([open]);
    expect(openHotfixes(state, new Set(['frontend', 'database']))).toEqual([open]);
  });

  it('is done once the hotfix is merged back', () => {
    expect(openHotfixes(state, new Set(['backend']))).toEqual([]);
  });

  it('is shown with commit, run and reason', () => {
    expect(hotfixLine(open, 'main')).toBe(
      'backend runs hotfix bbbbbbb (run run-5: login is down), which is not on main yet: merge it back',
    );
  });
});

describe('hotfixLostRefusal', () => {
  const pin = { environment: 'prod', commit: commit('c'), containsHotfix: false, reason: null };

  it.each([false, null])(
    'refuses a pin that does not contain the hotfix (contains: %s)',
    (containsHotfix) => {
      const refusal = hotfixLostRefusal(open, { ...pin, containsHotfix });
      expect(refusal?.code).toBe('CONVOY_HOTFIX_LOST');
      expect(refusal?.message).toContain(
        'it runs hotfix bbbbbbb of run run-5, which the pin ccccccc does not contain',
      );
      expect(refusal?.remedy).toContain('npx nx g nx-convoy:pin --environment=prod --component=backend');
    },
  );

  it('lets a pin proceed that contains it, that is it, or that loses it on purpose', () => {
    expect(hotfixLostRefusal(open, { ...pin, containsHotfix: true })).toBeNull();
    expect(hotfixLostRefusal(open, { ...pin, commit: commit('b') })).toBeNull();
    expect(hotfixLostRefusal(open, { ...pin, reason: 'it was wrong' })).toBeNull();
  });
});
