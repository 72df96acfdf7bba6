import type { Browser, PageOutcome, PageVisit } from '../../src/effects/browser-port';

type Visited = Extract<PageOutcome, { type: 'visited' }>;

/**
 * A browser without pixels.
 * - A page is what `page(url, …)` says of it; one that nobody described does not resolve.
 * - `gone` is a machine without a browser.
 * - A picture is kept as the real one keeps it: of what is not as wanted.
 */
export class FakeBrowser implements Browser {
  readonly visits: PageVisit[] = [];
  gone = false;
  private readonly pages = new Map<string, Pick<Visited, 'trouble' | 'errors'>>();

  page(url: string, { trouble = null, errors = [] }: Partial<Visited> = {}): void {
    this.pages.set(url, { trouble, errors });
  }

  async visit(visit: PageVisit): Promise<PageOutcome> {
    this.visits.push(visit);
    if (this.gone)
      return { type: 'unavailable', message: 'no Chromium, Chrome or Edge was found', remedy: 'install one' };
    const page = this.pages.get(visit.url);
    if (page === undefined) return { type: 'unreachable', message: `${visit.url} does not resolve` };
    const { trouble, errors } = page;
    const isBad = trouble !== null || (visit.wantsCleanConsole && errors.length > 0);
    const { run, name } = visit.picture;
    const picture = isBad
      ? `.convoy/runs/${run}/${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.png`
      : null;
    return { type: 'visited', trouble, errors, picture };
  }
}
