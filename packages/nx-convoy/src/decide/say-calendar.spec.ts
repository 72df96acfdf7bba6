import type { WindowFacts } from './guards/window-refusal';
import { sayCalendar } from './say-calendar';

const windows = [{ days: 'Mon-Thu', from: '19:00', to: '23:00', timezone: 'America/New_York' }];
const freezes = [{ from: '2026-03-03', to: '2026-03-10', timezone: 'UTC', reason: 'the audit' }];
// 2026-03-02 is a Monday; New York is five hours behind UTC then.
const facts = (now: string, change: Partial<WindowFacts> = {}): WindowFacts => ({
  environment: 'prod',
  windows,
  now,
  outsideWindow: false,
  ...change,
});

describe('sayCalendar', () => {
  it('says nothing where deploys may start at any time', () => {
    expect(sayCalendar(facts('2026-03-02T12:00:00Z', { windows: [] }))).toBeNull();
  });

  it('says until when the window is open, by its clocks and by those here', () => {
    expect(sayCalendar(facts('2026-03-05T01:00:00Z', { here: 'Europe/Berlin' }))).toBe(
      'window: open until Wed 2026-03-04 23:00 America/New_York (Thu 2026-03-05 05:00 Europe/Berlin)',
    );
  });

  it('says when it opens', () => {
    expect(sayCalendar(facts('2026-03-02T12:00:00Z'))).toBe(
      'window: closed; deploys may start again Mon 2026-03-02 19:00 America/New_York',
    );
  });

  it('tells of the freeze that there is, and of the one that comes', () => {
    expect(sayCalendar(facts('2026-03-05T01:00:00Z', { freezes }))).toBe(
      'window: frozen (the audit); deploys may start again Tue 2026-03-10 20:00 America/New_York',
    );
    expect(sayCalendar(facts('2026-03-01T12:00:00Z', { windows: [], freezes }))).toBe(
      'window: open until Tue 2026-03-03 00:00 UTC',
    );
    expect(sayCalendar(facts('2026-04-01T12:00:00Z', { windows: [], freezes }))).toBe(
      'window: open; no freeze is ahead',
    );
  });

  it('says that it was passed', () => {
    expect(sayCalendar(facts('2026-03-02T12:00:00Z', { outsideWindow: true }))).toBe(
      'window: passed by --outside-window',
    );
  });
});
