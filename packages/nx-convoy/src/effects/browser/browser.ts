import type { Browser as Chromium } from 'playwright-core';
import type { Browser, PageOutcome } from '../browser-port';
import type { WebOptions } from '../web/web';
import { findBrowser, type BrowserPlaces } from './find-browser';
import { launchBrowser } from './launch-browser';
import { visitPage } from './visit-page';

export interface BrowserOptions extends BrowserPlaces {
  readonly web: WebOptions;
}

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
        return await visitPage(started.chromium, visit, options.home);
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
  if (started?.type === 'started') await started.chromium.close();
}
