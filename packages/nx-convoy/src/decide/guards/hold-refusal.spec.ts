import { pin, tree } from '../../../tests/fakes/values';
import type { Hold } from '../../model/receipt';
import { holdRefusal, judgeHold, type HoldFacts } from './hold-refusal';

const hold: Hold = {
  run: 'run-7',
  at: '2026-03-01T10:00:00Z',
  trees: { database: tree('b'), backend: tree('b'), frontend: tree('b') },
  failed: [],
};
const pins = { database: pin('b'), backend: pin('b'), frontend: pin('b'), other: pin('b') };
const holdFacts = (change: Partial<HoldFacts> = {}): HoldFacts => ({
  component: 'backend',
  environment: 'preprod',
  state: { hold },
  pins,
  allowSource: false,
  promotesFrom: 'dev',
  releaseHold: false,
  ...change,
});

describe('holdRefusal', () => {
  it('refuses the tree that was rolled back, and names both ways out', () => {
    const refusal = holdRefusal(holdFacts());
    expect(refusal?.code).toBe('CONVOY_HELD');
    expect(refusal?.message).toBe(
      'backend is held in preprod: run run-7 rolled it back, and it is still the pinned tree\na new pin of database or backend or frontend ends the hold for the whole set',
    );
    expect(refusal?.remedy).toContain('--release-hold --reason="…"');
  });

  it('says that the fix passes the earlier environment first, where there is one', () => {
    expect(holdRefusal(holdFacts())?.remedy).toContain(
      'pin the fix, which passes dev first:  npx nx g nx-convoy:pin --environment=dev --component=database',
    );
    expect(holdRefusal(holdFacts({ promotesFrom: null }))?.remedy).toContain(
      'pin the fix:  npx nx g nx-convoy:pin --environment=preprod --component=database',
    );
  });

  it.each<[string, Partial<HoldFacts>]>([
    ['nothing is held', { state: { hold: null } }],
    ['the component is not held', { component: 'other' }],
    ['the component is pinned to another tree', { pins: { ...pins, backend: pin('c') } }],
    ['the component has no pin', { pins: { ...pins, backend: null } }],
    ['any component has a new pin, where none failed', { pins: { ...pins, frontend: pin('c') } }],
  ])('has nothing against a deploy when %s', (_what, change) => {
    expect(judgeHold(holdFacts(change))).toEqual({ type: 'free' });
    expect(holdRefusal(holdFacts(change))).toBeNull();
  });

  describe('where a component failed', () => {
    const failed = { state: { hold: { ...hold, failed: ['frontend', 'never-there'] } } };

    it('ends with a new pin for it, for all', () => {
      const repinned = { ...failed, pins: { ...pins, frontend: pin('c') } };
      expect(holdRefusal(holdFacts(repinned))).toBeNull();
      expect(holdRefusal(holdFacts({ ...repinned, component: 'database' }))).toBeNull();
    });

    it('does not end with a new pin for another', () => {
      const repinned = { ...failed, pins: { ...pins, database: pin('c') } };
      expect(holdRefusal(holdFacts(repinned))?.message).toContain('a new pin of frontend ends the hold');
    });

    it('lets the other with its new pin proceed, since that tree is not held', () => {
      const repinned = { ...failed, component: 'database', pins: { ...pins, database: pin('c') } };
      expect(holdRefusal(holdFacts(repinned))).toBeNull();
    });

    it('does not end because the pin is gone', () => {
      expect(holdRefusal(holdFacts({ ...failed, pins: { ...pins, frontend: null } }))).not.toBeNull();
      const { database, backend } = pins;
      expect(holdRefusal(holdFacts({ ...failed, pins: { database, backend } }))).not.toBeNull();
    });

    it('ends with a new pin for any, where what failed has no held tree', () => {
      const unknown = { state: { hold: { ...hold, failed: ['never-there'] } } };
      expect(holdRefusal(holdFacts(unknown))).not.toBeNull();
      expect(holdRefusal(holdFacts({ ...unknown, pins: { ...pins, database: pin('c') } }))).toBeNull();
    });
  });

  it('is released by a person, and says so', () => {
    expect(judgeHold(holdFacts({ releaseHold: true }))).toEqual({
      type: 'released',
      why: 'backend was rolled back by run run-7, and its pin is still the same: released by --release-hold',
    });
    expect(holdRefusal(holdFacts({ releaseHold: true }))).toBeNull();
  });

  it('is released by any deploy where local checkouts are allowed, and says so', () => {
    expect(judgeHold(holdFacts({ environment: 'dev', allowSource: true }))).toEqual({
      type: 'released',
      why: 'backend was rolled back by run run-7, and its pin is still the same: dev is for trying, so it is released',
    });
  });
});
