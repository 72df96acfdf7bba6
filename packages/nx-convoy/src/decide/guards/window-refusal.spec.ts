import type { Window } from '../../model/calendar-declaration';
import { endOfWindow, mayStart, windowRefusal, type WindowFacts } from './window-refusal';

const evening: Window = { days: 'Mon-Thu', from: '19:00', to: '23:00', timezone: 'America/New_York' };
const utc = (change: Partial<Window>): Window => ({ ...evening, timezone: 'UTC', ...change });
const facts = (now: string, ...windows: Window[]): WindowFacts => ({
  environment: 'prod',
  windows,
  now,
  outsideWindow: false,
});
const isOpen = (now: string, ...windows: Window[]): boolean => windowRefusal(facts(now, ...windows)) === null;

describe('windowRefusal', () => {
  // 2026-03-02 is a Monday; New York is five hours behind UTC then.
  it.each([
    ['2026-03-02T23:59:59.999Z', false],
    ['2026-03-03T00:00:00.000Z', true],
    ['2026-03-03T03:59:59.999Z', true],
    ['2026-03-03T04:00:00.000Z', false],
    ['2026-03-06T00:00:00.000Z', true],
    ['2026-03-06T04:00:00.000Z', false],
    ['2026-03-07T00:00:00.000Z', false],
    ['2026-03-02T00:00:00.000Z', false],
  ])('at %s Mon-Thu 19:00 to 23:00 in New York is open: %s', (now, expected) => {
    expect(isOpen(now, evening)).toBe(expected);
  });

  it('names when the next window opens, by the clocks of its zone', () => {
    expect(windowRefusal(facts('2026-03-03T04:00:00.000Z', evening))).toMatchObject({
      code: 'CONVOY_WINDOW_CLOSED',
      message:
        'deploys to prod may not start now; the next window opens Tue 2026-03-03 19:00 America/New_York',
      remedy: expect.stringContaining('--outside-window --reason="…"') as string,
    });
    expect(windowRefusal(facts('2026-03-06T04:00:00.000Z', evening))?.message).toContain(
      'Mon 2026-03-09 19:00 America/New_York',
    );
  });

  it('names the same day next week where today is over', () => {
    const monday = utc({ days: 'Mon', from: '08:00', to: '09:00' });
    expect(windowRefusal(facts('2026-03-02T09:00:00Z', monday))?.message).toContain(
      'Mon 2026-03-09 08:00 UTC',
    );
    expect(windowRefusal(facts('2026-03-02T07:59:00Z', monday))?.message).toContain(
      'Mon 2026-03-02 08:00 UTC',
    );
  });

  it('names the earliest of several', () => {
    const windows = [
      utc({ days: 'Fri', from: '08:00', to: '09:00' }),
      utc({ days: 'Wed', from: '20:00', to: '21:00' }),
    ];
    expect(windowRefusal(facts('2026-03-02T09:00:00Z', ...windows))?.message).toContain(
      'Wed 2026-03-04 20:00 UTC',
    );
  });

  it('passes with --outside-window', () => {
    expect(windowRefusal({ ...facts('2026-03-07T00:00:00Z', evening), outsideWindow: true })).toBeNull();
  });

  it('passes where there are no windows', () => {
    expect(isOpen('2026-03-07T00:00:00Z')).toBe(true);
  });

  it.each([
    ['Mon,Wed', ['Mon', 'Wed']],
    ['Mon-Wed,Fri', ['Mon', 'Tue', 'Wed', 'Fri']],
    ['Fri-Mon', ['Mon', 'Fri', 'Sat', 'Sun']],
    ['Sun', ['Sun']],
    ['Mon-Sun', ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']],
    ['Sun-Mon', ['Mon', 'Sun']],
    ['Tue-Tue', ['Tue']],
  ])('reads the days %s', (days, expected) => {
    const week = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
    const open = week.filter((_day, index) =>
      isOpen(`2026-03-0${2 + index}T12:00:00Z`, utc({ days, from: '11:00', to: '13:00' })),
    );
    expect(open).toEqual(expected);
  });

  describe('over midnight', () => {
    const night = utc({ days: 'Mon', from: '22:00', to: '02:00' });

    it.each([
      ['2026-03-02T21:59:59Z', false],
      ['2026-03-02T22:00:00Z', true],
      ['2026-03-03T00:00:00Z', true],
      ['2026-03-03T01:59:59Z', true],
      ['2026-03-03T02:00:00Z', false],
      ['2026-03-02T01:00:00Z', false],
      ['2026-03-03T22:30:00Z', false],
    ])('at %s Monday 22:00 to 02:00 is open: %s', (now, expected) => {
      expect(isOpen(now, night)).toBe(expected);
    });

    it('is a whole day where start and end are the same', () => {
      const day = utc({ days: 'Mon', from: '00:00', to: '00:00' });
      expect(isOpen('2026-03-01T23:59:59Z', day)).toBe(false);
      expect(isOpen('2026-03-02T00:00:00Z', day)).toBe(true);
      expect(isOpen('2026-03-02T23:59:59Z', day)).toBe(true);
      expect(isOpen('2026-03-03T00:00:00Z', day)).toBe(false);
    });
  });

  describe('when clocks change', () => {
    const early = { ...evening, days: 'Sun', from: '01:00', to: '03:30' };

    it.each([
      // Forward on 2026-03-08 at 02:00: one and a half hours by the clock are left.
      ['2026-03-08T05:59:59Z', false],
      ['2026-03-08T06:00:00Z', true],
      ['2026-03-08T07:29:59Z', true],
      ['2026-03-08T07:30:00Z', false],
      // Back on 2026-11-01 at 02:00: three and a half.
      ['2026-11-01T04:59:59Z', false],
      ['2026-11-01T05:00:00Z', true],
      ['2026-11-01T06:30:00Z', true],
      ['2026-11-01T08:29:59Z', true],
      ['2026-11-01T08:30:00Z', false],
    ])('at %s Sunday 01:00 to 03:30 in New York is open: %s', (now, expected) => {
      expect(isOpen(now, early)).toBe(expected);
    });

    it('keeps to the clocks of the day that it names, also across the change', () => {
      expect(windowRefusal(facts('2026-03-06T05:00:00Z', evening))?.message).toContain(
        'Mon 2026-03-09 19:00',
      );
      expect(isOpen('2026-03-09T22:59:59Z', evening)).toBe(false);
      expect(isOpen('2026-03-09T23:00:00Z', evening)).toBe(true);
    });
  });
});

describe('mayStart', () => {
  it('lets nothing more start once the window has ended, and says what happens', () => {
    expect(mayStart(facts('2026-03-03T03:59:59Z', evening))).toBeNull();
    expect(mayStart(facts('2026-03-03T04:00:00Z', evening))).toMatchObject({
      code: 'CONVOY_WINDOW_ENDED',
      message: expect.stringContaining('what had begun was finished, nothing more was started') as string,
    });
  });

  it('lets everything start with --outside-window, and where there are no windows', () => {
    expect(mayStart({ ...facts('2026-03-03T04:00:00Z', evening), outsideWindow: true })).toBeNull();
    expect(mayStart(facts('2026-03-03T04:00:00Z'))).toBeNull();
  });
});

describe('endOfWindow', () => {
  it('is when the window ends that is open now', () => {
    expect(endOfWindow(facts('2026-03-03T00:00:00Z', evening))).toBe('2026-03-03T04:00:00.000Z');
    expect(endOfWindow(facts('2026-03-03T03:59:59Z', evening))).toBe('2026-03-03T04:00:00.000Z');
  });

  it('is the end of the last of windows that follow on each other', () => {
    const windows = [
      utc({ days: 'Tue', from: '00:00', to: '02:00' }),
      utc({ days: 'Mon', from: '20:00', to: '23:00' }),
      utc({ days: 'Mon', from: '22:00', to: '00:00' }),
      utc({ days: 'Tue', from: '02:01', to: '05:00' }),
    ];
    expect(endOfWindow(facts('2026-03-02T20:30:00Z', ...windows))).toBe('2026-03-03T02:00:00.000Z');
  });

  it('is not known outside of windows, without any, and with --outside-window', () => {
    expect(endOfWindow(facts('2026-03-03T04:00:00Z', evening))).toBeNull();
    expect(endOfWindow(facts('2026-03-03T00:00:00Z'))).toBeNull();
    expect(endOfWindow({ ...facts('2026-03-03T00:00:00Z', evening), outsideWindow: true })).toBeNull();
  });
});
