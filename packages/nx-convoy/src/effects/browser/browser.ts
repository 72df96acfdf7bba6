import type { Browser as Chromium } from 'playwright-core';
import type { Browser, PageOutcome } from '../browser-port';
import type { WebOptions } from '../web/web';
import { findBrowser, type BrowserPlaces } from './find-browser';
import { launchBrowser } from './launch-browser';
import { visitPage } from './visit-page';

export interface BrowserOptions extends BrowserPlaces {
  readonly web: WebOptions;
}

/** More than opening, all steps of a long check and a picture take: a browser that hangs would be waited for without end. */
const VISIT_MILLISECONDS = 180_000;
const STOP_MILLISECONDS = 10_000;

type Started =
  { readonly type: 'started'; readonly chromium: Chromium } | Extract<PageOutcome, { type: 'unavailable' }>;

/** One process for all pages that are visited at the same time; it ends with the last of them. */
export function createBrowser(options: BrowserOptions): Browser {
  let running: Promise<Started> | null = null;
  let visitors = 0;
  return {
    visit: async (visit) => {
      visitors += 1;
      running ??= start(options);
      const current = running;
      try {
        const started = await current;
        if (started.type === 'unavailable') return started;
        const visited = visitPage(started.chromium, visit, options.home);
        return await within(visited, VISIT_MILLISECONDS, (): PageOutcome => {
          return { type: 'unreachable', message: `the browser gives no answer for ${visit.url}` };
        });
      } finally {
        visitors -= 1;
        if (visitors === 0) {
          running = null;
          await stop(current);
        }
      }
    },
  };
}

async function start(options: BrowserOptions): Promise<Started> {
  const search = await findBrowser(options);
  if (search.type === 'none') return unavailable(search.message, search.remedy);
  try {
    return { type: 'started', chromium: await launchBrowser(search.browser, options.web) };
  } catch (cause) {
    const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    const message = `${search.browser.path} does not start: ${line}`;
    return unavailable(message, 'start it by hand to see why, or let CONVOY_BROWSER name another one');
  }
}

function unavailable(message: string, remedy: string): Started {
  return { type: 'unavailable', message, remedy };
}

async function stop(running: Promise<Started>): Promise<void> {
  const started = await running.catch(() => null);
  // One that hangs is ended with this process.
  if (started?.type === 'started') await within(started.chromium.close(), STOP_MILLISECONDS, () => undefined);
}

async function within<T>(work: Promise<T>, milliseconds: number, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
