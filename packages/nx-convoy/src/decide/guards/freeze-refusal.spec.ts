import { endOfWindow, mayStart, windowRefusal, type WindowFacts } from './window-refusal';

const holidays = { from: '2026-12-20', to: '2027-01-02', timezone: 'America/New_York', reason: 'holidays' };
const facts = (now: string, change: Partial<WindowFacts> = {}): WindowFacts => ({
  environment: 'prod',
  windows: [],
  freezes: [holidays],
  now,
  outsideWindow: false,
  ...change,
});
const code = (now: string, change: Partial<WindowFacts> = {}): string | null =>
  windowRefusal(facts(now, change))?.code ?? null;

describe('a freeze', () => {
  // New York is five hours behind UTC in winter.
  it.each([
    ['2026-12-20T04:59:59.999Z', null],
    ['2026-12-20T05:00:00.000Z', 'CONVOY_FROZEN'],
    ['2027-01-03T04:59:59.999Z', 'CONVOY_FROZEN'],
    ['2027-01-03T05:00:00.000Z', null],
  ])('has both of its days, by the midnights of its zone: at %s %s', (now, expected) => {
    expect(code(now)).toBe(expected);
  });

  it('says why there is one, when deploys may start again, there and here, and what is always allowed', () => {
    const refusal = windowRefusal(facts('2026-12-24T12:00:00Z', { here: 'Europe/Berlin' }));
    expect(refusal?.message).toBe(
      'prod is frozen: holidays; deploys may start again Sun 2027-01-03 00:00 America/New_York (Sun 2027-01-03 06:00 Europe/Berlin)',
    );
    expect(refusal?.remedy).toContain('--outside-window --reason="…"');
    expect(refusal?.remedy).toContain('rollback and restore are always allowed');
  });

  it('is passed by --outside-window', () => {
    expect(code('2026-12-24T12:00:00Z', { outsideWindow: true })).toBeNull();
  });

  it('keeps a window closed that would be open, and names the first one after it', () => {
    const windows = [{ days: 'Mon-Thu', from: '19:00', to: '23:00', timezone: 'UTC' }];
    expect(windowRefusal(facts('2026-12-21T20:00:00Z', { windows }))?.message).toContain(
      'again Mon 2027-01-04 19:00 UTC',
    );
    // Outside of the freeze, and the next window lies in it.
    expect(windowRefusal(facts('2026-12-18T20:00:00Z', { windows }))).toMatchObject({
      code: 'CONVOY_WINDOW_CLOSED',
      message: expect.stringContaining('opens Mon 2027-01-04 19:00 UTC') as string,
    });
  });

  it('ends in the middle of a window, which is then open at once', () => {
    const windows = [{ days: 'Sat', from: '22:00', to: '08:00', timezone: 'America/New_York' }];
    expect(windowRefusal(facts('2027-01-03T03:30:00Z', { windows }))?.message).toContain(
      'again Sun 2027-01-03 00:00 America/New_York',
    );
  });

  it('is one with those that overlap it or follow on', () => {
    const more = [
      { ...holidays, from: '2027-01-01', to: '2027-01-05', reason: 'inventory' },
      { ...holidays, from: '2027-01-06', to: '2027-01-06', reason: 'one more day' },
    ];
    const refusal = windowRefusal(facts('2026-12-24T12:00:00Z', { freezes: [holidays, ...more] }));
    expect(refusal?.message).toContain('again Thu 2027-01-07 00:00 America/New_York');
  });

  it('begins in mid-run: nothing more is started, and the end was in sight', () => {
    expect(mayStart(facts('2026-12-20T04:59:59Z'))).toBeNull();
    expect(endOfWindow(facts('2026-12-20T04:59:59Z'))).toBe('2026-12-20T05:00:00.000Z');
    expect(mayStart(facts('2026-12-20T05:00:00Z'))).toMatchObject({
      code: 'CONVOY_WINDOW_ENDED',
      message:
        'a freeze of prod (holidays) began during the run: what had begun was finished, nothing more was started; deploys may start again Sun 2027-01-03 00:00 America/New_York',
    });
  });

  it.each([
    // Forward in the night of 2026-03-29, back in that of 2026-10-25.
    ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ])('of %s, when clocks change in Berlin, is from %s to %s', (day, begins, ends) => {
    const freezes = [{ from: day, to: day, timezone: 'Europe/Berlin', reason: 'clocks' }];
    const isFrozen = (instant: number): boolean =>
      code(new Date(instant).toISOString(), { freezes }) === 'CONVOY_FROZEN';
    const [from, to] = [Date.parse(begins), Date.parse(ends)];
    expect([from - 1, from, to - 1, to].map(isFrozen)).toEqual([false, true, true, false]);
  });

  it('that has no end in sight has no next time: a window in it never opens', () => {
    const freezes = [{ ...holidays, to: '9999-12-31' }];
    expect(() => windowRefusal(facts('2026-12-24T12:00:00Z', { freezes }))).not.toThrow();
  });
});
