import fc from 'fast-check';
import { instantOf, zoneOf } from './local-time';

const at = (text: string): number => Date.parse(text);
const instant = (wall: string, zone: string): string =>
  new Date(instantOf(at(`${wall}Z`), zoneOf(zone))).toISOString();

describe('instantOf', () => {
  it.each([
    ['2026-03-02T19:00', 'America/New_York', '2026-03-03T00:00:00.000Z'],
    ['2026-07-02T19:00', 'America/New_York', '2026-07-02T23:00:00.000Z'],
    ['2026-03-02T19:00', 'UTC', '2026-03-02T19:00:00.000Z'],
    ['2026-03-02T00:00', 'Asia/Kolkata', '2026-03-01T18:30:00.000Z'],
    ['2026-03-02T00:00', 'Pacific/Kiritimati', '2026-03-01T10:00:00.000Z'],
    ['2026-03-02T23:59', 'Pacific/Pago_Pago', '2026-03-03T10:59:00.000Z'],
    ['2026-02-28T24:00', 'Europe/Berlin', '2026-02-28T23:00:00.000Z'],
  ])('finds %s on the clocks of %s', (wall, zone, expected) => {
    expect(instant(wall, zone)).toBe(expected);
  });

  it('takes the first of two where clocks go back', () => {
    expect(instant('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
    expect(instant('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(instant('2026-04-05T01:45', 'Australia/Lord_Howe')).toBe('2026-04-04T14:45:00.000Z');
  });

  it('is later by the leap where clocks go forward', () => {
    expect(instant('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(instant('2026-03-29T02:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('brings back every instant at whose wall time the clocks stand once', () => {
    const zones = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const seconds = fc.integer({ min: at('2020-01-01') / 1000, max: at('2035-01-01') / 1000 });
    fc.assert(
      fc.property(zones, seconds, (name, second) => {
        const zone = zoneOf(name);
        const wall = zone.wallAt(second * 1000);
        const found = instantOf(wall, zone);
        expect(zone.wallAt(found)).toBe(wall);
        expect(found).toBeLessThanOrEqual(second * 1000);
      }),
      { numRuns: 200 },
    );
  });
});
