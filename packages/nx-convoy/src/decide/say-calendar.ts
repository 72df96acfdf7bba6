import { frostAt, nextFrost } from './guards/freeze-times';
import { zoneOf } from './guards/local-time';
import { nextStart, openZone, sayBoth } from './guards/next-start';
import { endOfWindow, windowRefusal, type WindowFacts } from './guards/window-refusal';

/** Whether deploys may start now and until when, or when they may again; null: they may at any time. */
export function sayCalendar(facts: WindowFacts): string | null {
  const { windows, freezes = [], now, here, outsideWindow } = facts;
  if (windows.length === 0 && freezes.length === 0) return null;
  if (outsideWindow) return 'window: passed by --outside-window';
  const instant = Date.parse(now);
  if (windowRefusal(facts) !== null) {
    const frost = frostAt(freezes, instant);
    const why = frost === null ? 'closed' : `frozen (${frost.freeze.reason})`;
    return `window: ${why}; deploys may start again ${nextStart(facts) ?? 'never'}`;
  }
  const end = endOfWindow(facts);
  if (end === null) return 'window: open; no freeze is ahead';
  const zone = openZone(windows, now) ?? nextFrost(freezes, instant)?.zone ?? zoneOf('UTC');
  return `window: open until ${sayBoth(Date.parse(end), zone, here)}`;
}
