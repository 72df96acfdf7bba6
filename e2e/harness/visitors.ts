import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findBrowser } from '../../packages/nx-convoy/src/effects/browser/find-browser';
import { launchBrowser } from '../../packages/nx-convoy/src/effects/browser/launch-browser';
import { sandboxPlace } from '../../packages/nx-convoy/src/places/sandbox-place';
import type { Sandbox } from './sandbox';

const FRONT = 'convoy-dev.trustx.pages.dev';
const API = 'api-dev.trustx.cloud';
const FLAG = 'new-dashboard';

type Dashboard = 'new' | 'old';
type IsOn = (shares: Record<string, number>, flag: string, visitor: string) => boolean;

/** Visitors of the front end in dev: counted by the very code that is served there, and one by one in a real browser. */
export class Visitors {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly browser: Browser,
    private readonly token: string,
  ) {}

  static async open(sandbox: Sandbox): Promise<Visitors> {
    const home = join(sandbox.root, '.convoy');
    const place = sandboxPlace(process.env, readFileSync(join(home, 'sandbox.json'), 'utf8'));
    const machine = { platform: process.platform, path: process.env['PATH'] ?? '', programFolders: [] };
    const wanted = process.env['CONVOY_BROWSER'] ?? null;
    const search = await findBrowser({ root: sandbox.root, home, wanted, machine });
    if (search.type === 'none') throw new TypeError(search.message);
    const browser = await launchBrowser(search.browser, place.web);
    return new Visitors(sandbox, browser, place.variable('TOKEN') ?? '');
  }

  /** What the API says of the flag now: the share of a hundred visitors. */
  async share(): Promise<number | undefined> {
    const { status, text } = await this.sandbox.ask(`http://${API}/flags`);
    expect(status).toBe(200);
    return (JSON.parse(text) as Record<string, number>)[FLAG];
  }

  /** Those of the visitors who are in at a share, by what the site serves now; without one, at that which the API says. */
  async whoIsIn(visitors: readonly string[], at?: number): Promise<string[]> {
    const share = at ?? (await this.share());
    const { text } = await this.sandbox.ask(`http://${FRONT}/flags.js`);
    const served = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { isOn: IsOn };
    return visitors.filter((visitor) => served.isOn({ [FLAG]: share ?? 0 }, FLAG, visitor));
  }

  /** Which dashboard a visitor gets to see; a console that is not clean is an error. */
  async see(visitor: string): Promise<Dashboard> {
    const context = await this.browser.newContext();
    try {
      const content = `localStorage.setItem('trustx.visitor', ${JSON.stringify(visitor)})`;
      await context.addInitScript({ content });
      const page = await context.newPage();
      const errors = hearErrors(page);
      await page.goto(`https://${FRONT}/`);
      await page.locator('#token').fill(this.token);
      await page.locator('button[type=submit]').click();
      await page.locator('table[aria-label=People] tbody tr').first().waitFor();
      expect(errors).toEqual([]);
      const [isNew, isOld] = [
        await page.locator('#new-dashboard').count(),
        await page.locator('.tiles').count(),
      ];
      expect(isNew + isOld).toBe(1);
      return isNew === 1 ? 'new' : 'old';
    } finally {
      await context.close();
    }
  }

  /** What is served: the commit of the page, and that of the API. */
  async served(): Promise<(string | undefined)[]> {
    const page = await this.sandbox.ask(`http://${FRONT}/`);
    const health = await this.sandbox.ask(`http://${API}/health`);
    return [/name="commit" content="(\w+)"/.exec(page.text)?.[1], /"commit": "(\w+)"/.exec(health.text)?.[1]];
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

function hearErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}
