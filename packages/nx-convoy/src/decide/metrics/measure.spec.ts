import fc from 'fast-check';
import { commit, failedReceipt, receipt, tree } from '../../../tests/fakes/values';
import type { Receipt } from '../../model/receipt';
import { measure, NO_MEASURES, together } from './measure';

const MINUTE = 60_000;
const at = (minute: number): string =>
  new Date(Date.parse('2026-03-02T12:00:00.000Z') + minute * MINUTE).toISOString();
const minutes = (spans: readonly number[]): number[] => spans.map((each) => each / MINUTE);

/** Something that ended at a minute. */
const ended = (minute: number, change: Partial<Receipt> = {}): Receipt =>
  receipt({
    run: `run-${minute}`,
    startedAt: at(minute - 1),
    finishedAt: at(minute),
    delivered: [],
    ...change,
  });
const deployed = (minute: number, letter: string, change: Partial<Receipt> = {}): Receipt =>
  ended(minute, { commit: commit(letter), tree: tree(letter), ...change });
const failed = (minute: number, change: Partial<Receipt> = {}): Receipt =>
  failedReceipt({ ...ended(minute), outcome: 'failed', verdict: null, ...change });
const back = (minute: number, letter: string): Receipt =>
  deployed(minute, letter, { verb: 'rollback', outcome: 'rolled-back' });
const checked = (minute: number, passed: boolean): Receipt =>
  ended(minute, {
    verb: 'verify',
    outcome: passed ? 'unchanged' : 'failed',
    verdict: passed ? 'passed' : 'failed',
  });

describe('what counts as a deployment', () => {
  it('is a deploy that passed: not a verification, a rollback, or one that was interrupted', () => {
    const interrupted = ended(4, { outcome: 'interrupted', verdict: null });
    const all = [deployed(1, 'a'), checked(2, true), checked(3, false), interrupted, back(5, 'a')];
    expect(measure(all)).toEqual({ ...NO_MEASURES, attempts: 1, deployments: 1 });
  });

  it('is nothing where there is nothing', () => {
    expect(measure([])).toEqual(NO_MEASURES);
  });
});

describe('what counts as a failure', () => {
  it('is a deploy that failed, restored when the component passed next, by whatever was done', () => {
    const told = (then: Receipt) => {
      const {
        attempts,
        deployments,
        failed: count,
        restores,
      } = measure([deployed(1, 'a'), failed(10), then]);
      return { attempts, deployments, count, restores: minutes(restores) };
    };
    expect(told(deployed(13, 'b'))).toEqual({ attempts: 3, deployments: 2, count: 1, restores: [3] });
    expect(told(back(14, 'a'))).toEqual({ attempts: 2, deployments: 1, count: 1, restores: [4] });
    expect(told(checked(15, true))).toEqual({ attempts: 2, deployments: 1, count: 1, restores: [5] });
  });

  it('is one that nothing passed after: not restored', () => {
    expect(measure([deployed(1, 'a'), failed(2), checked(3, false)])).toMatchObject({
      failed: 1,
      restores: [],
      notRestored: 1,
    });
  });

  it('is one that passed and was rolled back later, restored when it was back', () => {
    const all = [deployed(1, 'a'), deployed(10, 'b'), checked(12, true), back(30, 'a')];
    expect(measure(all)).toMatchObject({ attempts: 2, deployments: 2, failed: 1, notRestored: 0 });
    expect(minutes(measure(all).restores)).toEqual([20]);
  });

  it('is every one that a rollback over several took away, and none before or after', () => {
    const all = [deployed(1, 'a'), deployed(2, 'b'), deployed(3, 'c'), back(10, 'a'), deployed(11, 'd')];
    expect(minutes(measure(all).restores)).toEqual([8, 7]);
  });

  it('is everything that is known where what is live again was deployed before', () => {
    expect(measure([deployed(2, 'b'), back(10, 'a'), deployed(11, 'c')]).failed).toBe(1);
  });

  it('counts a deploy that failed and was then rolled back once', () => {
    expect(measure([deployed(1, 'a'), failed(2, { tree: tree('b') }), back(3, 'a')])).toMatchObject({
      attempts: 2,
      failed: 1,
    });
  });

  it('counts a deploy that was taken away once, however often the way was gone', () => {
    const all = [deployed(1, 'a'), deployed(2, 'b'), back(3, 'a'), deployed(4, 'b'), back(5, 'a')];
    expect(measure(all)).toMatchObject({ attempts: 3, deployments: 3, failed: 2 });
    expect(minutes(measure(all).restores)).toEqual([1, 1]);
  });
});

describe('lead times', () => {
  const made = (letter: string, minute: number) => ({ commit: commit(letter), at: at(minute) });

  it('go from each commit to the end of the deploy that made it live', () => {
    const delivered = [made('a', -10), made('b', -60)];
    expect(minutes(measure([deployed(5, 'a', { delivered })]).leadTimes)).toEqual([15, 65]);
  });

  it('count a commit where it was live first, and none of what failed', () => {
    const [a, b] = [made('a', -10), made('b', -5)];
    const all = [
      failed(1, { delivered: [] }),
      deployed(2, 'a', { delivered: [a] }),
      back(3, 'z'),
      deployed(4, 'b', { delivered: [b, a] }),
    ];
    expect(minutes(measure(all).leadTimes)).toEqual([12, 9]);
  });

  it('are not known where an old receipt does not tell, and never made up', () => {
    expect(measure([deployed(1, 'a', { delivered: null })])).toMatchObject({
      leadTimes: [],
      unknownLeadTimes: 1,
    });
  });

  it('are never below nothing, whatever the clock of who committed said', () => {
    expect(measure([deployed(1, 'a', { delivered: [made('a', 60)] })]).leadTimes).toEqual([0]);
  });
});

describe('any receipts', () => {
  const kind = fc.constantFrom('deployed', 'failed', 'back', 'passes', 'fails', 'interrupted');
  const entry = fc.record({
    kind,
    minute: fc.nat(50),
    letter: fc.constantFrom('a', 'b', 'c'),
    isKnown: fc.boolean(),
  });
  const receiptOf = (
    { kind: what, minute, letter, isKnown }: typeof entry extends fc.Arbitrary<infer T> ? T : never,
    index: number,
  ): Receipt => {
    const delivered = isKnown ? [{ commit: commit(letter), at: at(minute - 30) }] : null;
    const run = `run-${index}`;
    switch (what) {
      case 'deployed':
        return deployed(minute, letter, { run, delivered });
      case 'failed':
        return { ...failed(minute), run };
      case 'back':
        return { ...back(minute, letter), run };
      case 'interrupted':
        return { ...ended(minute, { outcome: 'interrupted', verdict: null }), run };
      default:
        return { ...checked(minute, what === 'passes'), run };
    }
  };
  const some = fc.array(entry, { maxLength: 25 }).map((entries) => entries.map(receiptOf));

  it('tell the same in any order', () => {
    const shuffled = some.chain((all) =>
      fc
        .shuffledSubarray(all, { minLength: all.length })
        .map((other): [Receipt[], Receipt[]] => [all, other]),
    );
    fc.assert(fc.property(shuffled, ([all, other]) => expect(measure(other)).toEqual(measure(all))));
  });

  it('add up: every attempt passed or failed, every failure is restored or not, and no time runs backwards', () => {
    fc.assert(
      fc.property(some, (all) => {
        const told = measure(all);
        const failures = all.filter(({ verb, outcome }) => verb === 'deploy' && outcome === 'failed').length;
        expect(told.deployments + failures).toBe(told.attempts);
        expect(told.restores.length + told.notRestored).toBe(told.failed);
        expect(told.failed).toBeGreaterThanOrEqual(failures);
        expect(told.failed).toBeLessThanOrEqual(told.attempts);
        expect(told.leadTimes.length).toBeLessThanOrEqual(3);
        for (const span of [...told.restores, ...told.leadTimes]) expect(span).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('of several components are the sum of what each tells', () => {
    fc.assert(
      fc.property(some, some, (left, right) => {
        const [one, other, both] = [measure(left), measure(right), together([measure(left), measure(right)])];
        for (const key of ['attempts', 'deployments', 'failed', 'notRestored', 'unknownLeadTimes'] as const)
          expect(both[key]).toBe(one[key] + other[key]);
        expect(both.restores).toHaveLength(one.restores.length + other.restores.length);
      }),
    );
  });
});
