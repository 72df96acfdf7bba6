import { createHash, X509Certificate } from 'node:crypto';
import type { Browser as Chromium } from 'playwright-core';
import type { Browser, PageOutcome } from '../browser-port';
import type { WebOptions } from '../web/web';
import { findBrowser, type BrowserPlaces, type FoundBrowser } from './find-browser';
import { visitPage } from './visit-page';

export interface BrowserOptions extends BrowserPlaces {
  readonly web: WebOptions;
}

type Started =
  { readonly type: 'started'; readonly chromium: Chromium } | Extract<PageOutcome, { type: 'unavailable' }>;

const START_MILLISECONDS = 30_000;

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
    return { type: 'started', chromium: await launch(search.browser, options.web) };
  } catch (cause) {
    const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    const message = `${search.browser.path} does not start: ${line}`;
    return unavailable(message, 'start it by hand to see why, or let CONVOY_BROWSER name another one');
  }
}

function unavailable(message: string, remedy: string): Started {
  return { type: 'unavailable', message, remedy };
}

async function launch({ path, variables }: FoundBrowser, web: WebOptions): Promise<Chromium> {
  const { chromium } = await import('playwright-core');
  const { proxy, certificateAuthority } = web;
  return chromium.launch({
    executablePath: path,
    timeout: START_MILLISECONDS,
    // Signals are ours: a check that is interrupted closes it in its own time.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Nothing of a person's own: no credentials, no profile.
    env: { ...inherited(), ...variables },
    ...(proxy === null ? {} : { proxy: { server: `http://${proxy.host}:${proxy.port}` } }),
    args: certificateAuthority === null ? [] : trusting(certificateAuthority),
  });
}

/** Only chains that hold this one authority's key are trusted beside the public ones; every other certificate is checked as always. */
function trusting(pem: string): string[] {
  const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  return [`--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`];
}

function inherited(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/nonexistent', LANG: 'C.UTF-8' };
}

async function stop(running: Promise<Started>): Promise<void> {
  const started = await running.catch(() => null);
  if (started?.type === 'started') await started.chromium.close();
}
