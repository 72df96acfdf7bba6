import { facts, liveFunction, liveState, migrations, resolvedComponent } from '../../tests/fakes/values';
import type { LiveState } from '../model/live-state';
import type { CheckResult } from '../model/verdict';
import { readMigrations } from './migrations';
import { summarise, summariseAfter } from './summarise';

const checks = (count: number): CheckResult[] =>
  Array.from({ length: count }, () => ({ name: 'x', verdict: 'passed', milliseconds: 1, evidence: '' }));
const told = (after: Partial<LiveState>, count = 2): string =>
  summarise(facts(), liveState(after), checks(count));

describe('summarise', () => {
  it.each([
    [0, 'no checks declared'],
    [1, '1 check passed'],
    [3, '3 checks passed'],
  ])('counts %d checks', (count, expected) => {
    expect(told({}, count)).toBe(expected);
  });

  it('tells the stack and where the alias went', () => {
    const alias = { name: 'live', version: '42', codeSha256: 'code-1' };
    const stack = { name: 'main', status: 'UPDATE_COMPLETE', updatedAt: null, outputs: {} };
    expect(told({ stacks: [stack], functions: [liveFunction({ alias })] })).toBe(
      'stack UPDATE_COMPLETE, live → 42, 2 checks passed',
    );
  });

  it('tells the migrations that were applied by this deploy, and the version of the schema', () => {
    const files = [1, 2, 3].map((version) => ({ path: `V00${version}__a.sql`, text: 'select 1' }));
    const row = { version: 1, name: 'a', checksum: 'x', appliedAt: 'before' };
    const before = facts({
      component: resolvedComponent({ migrations }),
      migrations: readMigrations(files),
      live: liveState({ schema: { version: 1, migrations: [row] } }),
    });
    const schema = { version: 3, migrations: [] };
    expect(summarise(before, liveState({ schema }), checks(1))).toBe(
      'V002 V003 applied, schema at 3, 1 check passed',
    );
    expect(told({ schema: { version: 1, migrations: [] } })).toBe('schema at 1, 2 checks passed');
  });

  it('tells the Pages deployment', () => {
    const deployment = {
      id: '6a1f0000',
      commit: 'x',
      stage: 'deploy',
      status: 'success',
      url: 'https://a.test',
    };
    expect(told({ pages: { branch: 'stg', head: null, deployment } })).toBe(
      'Pages 6a1f success, 2 checks passed',
    );
    expect(told({ pages: { branch: 'stg', head: null, deployment: null } })).toBe('2 checks passed');
  });

  it('tells the checks alone where nothing was read after the deploy', () => {
    expect(summarise(facts(), null, checks(2))).toBe('2 checks passed');
  });
});

describe('summariseAfter', () => {
  it('tells what is live after going back, and nothing of migrations at a pin', () => {
    const after = liveState({ schema: { version: 1, migrations: [] } });
    expect(summariseAfter(after, checks(2))).toBe('schema at 1, 2 checks passed');
    expect(summariseAfter(null, [])).toBe('no checks declared');
  });
});
