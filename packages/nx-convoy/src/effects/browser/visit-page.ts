import { join } from 'node:path';
import type { Browser as Chromium, Page } from 'playwright-core';
import type { PageStep } from '../../model/page-declaration';
import type { PageOutcome, PageVisit } from '../browser-port';

const OPEN_MILLISECONDS = 15_000;
const STEP_MILLISECONDS = 10_000;
/** After the last step: what the page still loads may fail, too. */
const QUIET_MILLISECONDS = 3_000;
/** Nothing could be asked, as against an answer that is not the wanted one. */
const NO_WAY =
  /net::(ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_PROXY_CONNECTION_FAILED|ERR_TUNNEL_CONNECTION_FAILED|ERR_ADDRESS_UNREACHABLE)/;
/** The page itself gave the request up. */
const GIVEN_UP = 'net::ERR_ABORTED';

/** Opens a page in a session of its own, does the steps, and hears what goes wrong meanwhile. */
export async function visitPage(chromium: Chromium, visit: PageVisit, home: string): Promise<PageOutcome> {
  const context = await chromium.newContext();
  try {
    const page = await context.newPage();
    const errors = hearErrors(page);
    const opened = await open(page, visit.url);
    if (opened?.unreachable === true) return { type: 'unreachable', message: opened.message };
    const trouble = opened?.message ?? (await doSteps(page, visit.steps));
    // Of a page that was lost together with its browser nothing can be said.
    if (!chromium.isConnected()) return { type: 'unreachable', message: 'the browser ended before the page' };
    if (trouble === null) await becomeQuiet(page);
    const isBad = trouble !== null || (visit.wantsCleanConsole && errors.length > 0);
    return { type: 'visited', trouble, errors, picture: isBad ? await picture(page, visit, home) : null };
  } finally {
    await context.close().catch(() => undefined);
  }
}

function hearErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'failed';
    if (why !== GIVEN_UP) errors.push(`${request.method()} ${request.url()}: ${why}`);
  });
  return errors;
}

async function open(page: Page, url: string): Promise<{ message: string; unreachable: boolean } | null> {
  try {
    const answer = await page.goto(url, { waitUntil: 'load', timeout: OPEN_MILLISECONDS });
    const status = answer?.status() ?? 200;
    return status < 400 ? null : { message: `${url} answered ${status}`, unreachable: false };
  } catch (cause) {
    const message = firstLine(cause);
    return { message: `${url} did not open: ${message}`, unreachable: NO_WAY.test(message) };
  }
}

/** What was filled in is never told: it may be a secret. */
async function doSteps(page: Page, steps: readonly PageStep[]): Promise<string | null> {
  for (const step of steps) {
    try {
      await doStep(page, step);
    } catch {
      return `${sayStep(step)} within ${STEP_MILLISECONDS / 1000} s`;
    }
  }
  return null;
}

async function doStep(page: Page, step: PageStep): Promise<void> {
  const timeout = STEP_MILLISECONDS;
  if ('fill' in step) return page.locator(step.fill).first().fill(step.with, { timeout });
  if ('click' in step) return page.locator(step.click).first().click({ timeout });
  const found = page.locator(step.see, step.text === undefined ? {} : { hasText: step.text });
  return found.first().waitFor({ state: 'visible', timeout });
}

function sayStep(step: PageStep): string {
  if ('fill' in step) return `${step.fill} could not be filled`;
  if ('click' in step) return `${step.click} could not be clicked`;
  return `${step.see}${step.text === undefined ? '' : ` with “${step.text}”`} was not seen`;
}

async function becomeQuiet(page: Page): Promise<void> {
  // A page that never stops asking is as good as quiet.
  await page.waitForLoadState('networkidle', { timeout: QUIET_MILLISECONDS }).catch(() => undefined);
}

async function picture(
  page: Page,
  { picture: { run, name } }: PageVisit,
  home: string,
): Promise<string | null> {
  const file = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const words = ['runs', run, `${file}.png`];
  try {
    const mask = [page.locator('input, textarea')];
    await page.screenshot({ path: join(home, ...words), mask, timeout: STEP_MILLISECONDS });
    return ['.convoy', ...words].join('/');
  } catch {
    // A page that cannot even be painted: what was found wrong is told without a picture.
    return null;
  }
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return (message.split('\n')[0] ?? '').replace(/^page\.goto: /, '');
}
