import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { validateOptsAgainstSchema } from 'nx/src/utils/params';
import { FakeWorld } from '../../../tests/fakes/fake-world';
import { lockHolder } from '../../../tests/fakes/values-of-lock';
import { account, region } from '../../../tests/fakes/values';
import { ledgerMessage } from '../../effects/git/ledger-message';
import { changeFlag } from './change-flag';
import schema from './schema.json';
import type { FlagOptions } from './schema';

const PARAMETER = '/acme/dev/flags/new-thing';

function workspace(dev: object = {}): Tree {
  const tree = createTreeWithEmptyWorkspace();
  const manifest = {
    flags: {
      'new-thing': { parameter: '/acme/{environment}/flags/new-thing', kind: 'percentage' },
      'old-thing': { parameter: '/acme/{environment}/flags/old-thing', kind: 'boolean' },
    },
    environments: { dev: { account, region, ...dev } },
    repos: {},
  };
  tree.write('repos.json', JSON.stringify(manifest));
  return tree;
}

const wish: FlagOptions = { name: 'new-thing', environment: 'dev', value: '25' };
function asked(world: FakeWorld, change: Partial<FlagOptions> = {}, dev: object = {}) {
  return changeFlag(workspace(dev), { ...wish, ...change }, async () => ({ world, run: 'run-9' }));
}
const refused = (change: Partial<FlagOptions>, dev: object = {}) =>
  asked(new FakeWorld(), change, dev).then(
    () => null,
    (error: unknown) => (error as { code?: string }).code,
  );

describe('the value of a feature flag', () => {
  it.each([25, '25', true, 'false'])(
    'may come from Nx as %j, which makes numbers of what looks like one',
    (value) => {
      const options = { name: 'new-thing', environment: 'dev', value };
      expect(() => validateOptsAgainstSchema(options, schema as never)).not.toThrow();
    },
  );
});

describe('a feature flag', () => {
  it('is only shown until it is to be set: what it is and what it would be', async () => {
    const world = new FakeWorld();
    world.aws.putParameter(PARAMETER, '10');
    await asked(world);
    expect(world.lines).toEqual([`new-thing in dev: 10 % → 25 %  (${PARAMETER} in ${region})`]);
    expect(world.writes()).toEqual([]);
  });

  it('is set under the lock, said in the ledger before and after with who, why and both values, and the lock is free again', async () => {
    const world = new FakeWorld();
    await (
      await asked(world, { reason: 'a quarter of them' })
    )();
    expect(await world.aws.parameter(PARAMETER)).toBe('25');
    expect(world.writes()).toEqual(['ledger.append', 'cloud.setParameter', 'ledger.append', 'ledger.close']);
    const what = {
      flag: 'new-thing',
      parameter: PARAMETER,
      before: null,
      after: '25',
      reason: 'a quarter of them',
    };
    expect(world.entries()).toMatchObject([
      { type: 'occurrence', who: world.who, run: 'run-9', what: { kind: 'flag-begun', ...what } },
      { type: 'occurrence', who: world.who, run: 'run-9', what: { kind: 'flag-set', ...what } },
    ]);
    expect(ledgerMessage(world.entries().slice(-1))).toMatch(
      /^flag new-thing set from nothing to 25: a quarter of them\n/,
    );
    expect(await world.keepers.look('dev')).toBeNull();
    expect(world.lines.at(-1)).toContain('npx nx run convoy:status:dev');
  });

  it('that is so already is left alone, and nobody needs the lock', async () => {
    const world = new FakeWorld();
    world.aws.putParameter(PARAMETER, '25');
    await (
      await asked(world)
    )();
    expect(world.lines).toEqual([
      `new-thing in dev is 25 % already: nothing to do  (${PARAMETER} in ${region})`,
    ]);
    expect(world.entries()).toEqual([]);
  });

  it('says what somebody else set it to between the plan and the lock', async () => {
    const world = new FakeWorld();
    const set = await asked(world);
    world.aws.putParameter(PARAMETER, '50');
    await set();
    expect(world.lines).toContain('it was 50 % when the lock was ours: somebody else set it');
    expect(world.entries().at(-1)).toMatchObject({ what: { before: '50', after: '25' } });
  });

  it('waits for nobody: a run that holds the lock refuses it, and nothing is set', async () => {
    const world = new FakeWorld();
    const set = await asked(world);
    world.records.locks.set('dev', lockHolder());
    await expect(set()).rejects.toMatchObject({ code: 'CONVOY_LOCK_HELD' });
    expect(await world.aws.parameter(PARAMETER)).toBeNull();
  });

  it('that the provider did not take stands in the ledger as meant only, and the lock is free again', async () => {
    const world = new FakeWorld();
    const set = await asked(world);
    world.aws.fail('setParameter', new TypeError('throttled'));
    await expect(set()).rejects.toMatchObject({ code: 'CONVOY_PROVIDER_FAILED' });
    expect(world.entries()).toMatchObject([{ what: { kind: 'flag-begun' } }]);
    expect(await world.keepers.look('dev')).toBeNull();
  });

  it('whose lock was taken away while it was set is told, and the next run delivers what was done', async () => {
    const world = new FakeWorld();
    const set = await asked(world);
    jest.spyOn(world.aws, 'setParameter').mockImplementation(async (name, value) => {
      world.aws.putParameter(name, value);
      world.records.locks.set('dev', lockHolder());
    });
    await expect(set()).rejects.toMatchObject({ code: 'CONVOY_LOCK_LOST' });
    expect(world.entries()).toMatchObject([{ what: { kind: 'flag-begun' } }]);
    expect(await world.outbox.pending('dev')).toMatchObject([{ what: { kind: 'flag-set', after: '25' } }]);
  });

  it('that reads otherwise afterwards is told, and the ledger has what was found', async () => {
    const world = new FakeWorld();
    const set = await asked(world);
    jest.spyOn(world.aws, 'setParameter').mockImplementation(async (name) => {
      world.aws.putParameter(name, '99');
    });
    await expect(set()).rejects.toMatchObject({
      code: 'CONVOY_FEATURE_FLAG_NOT_SET',
      message: expect.stringContaining('was set to 25, but reads 99') as string,
    });
    expect(world.entries().at(-1)).toMatchObject({ what: { kind: 'flag-set', after: '99' } });
  });

  it('is refused where name, value or environment are none, and where the environment is closed', async () => {
    expect(await refused({ name: 'new-thin' })).toBe('CONVOY_FEATURE_FLAG_UNKNOWN');
    expect(await refused({ value: 101 })).toBe('CONVOY_FEATURE_FLAG_VALUE_INVALID');
    expect(await refused({ name: 'old-thing', value: 25 })).toBe('CONVOY_FEATURE_FLAG_VALUE_INVALID');
    expect(await refused({ name: 'old-thing', value: true })).toBeNull();
    expect(await refused({ environment: 'dve' })).toBe('CONVOY_ENVIRONMENT_UNKNOWN');
    expect(await refused({}, { closed: 'not yet' })).toBe('CONVOY_ENVIRONMENT_CLOSED');
    expect(await refused({}, { account: '999999999999' })).toBe('CONVOY_ACCOUNT_WRONG');
  });

  it('of a protected environment needs its name and a reason, but no window', async () => {
    const freezes = [{ from: '2026-01-01', to: '2026-12-31', timezone: 'UTC', reason: 'always' }];
    const guarded = { protected: true, freezes };
    expect(await refused({}, guarded)).toBe('CONVOY_CONFIRM_MISSING');
    expect(await refused({ confirm: 'prod' }, guarded)).toBe('CONVOY_CONFIRM_MISSING');
    expect(await refused({ confirm: 'dev' }, guarded)).toBe('CONVOY_FEATURE_FLAG_REASON_MISSING');
    expect(await refused({ confirm: 'dev', reason: 'it burns' }, guarded)).toBeNull();
  });
});
