import { createHash, X509Certificate } from 'node:crypto';
import type { Browser } from 'playwright-core';
import type { WebOptions } from '../web/web';
import type { FoundBrowser } from './find-browser';

const START_MILLISECONDS = 30_000;

/** Starts a browser without a window, which asks the web as the world says. Whoever starts it closes it. */
export async function launchBrowser({ path, variables }: FoundBrowser, web: WebOptions): Promise<Browser> {
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
