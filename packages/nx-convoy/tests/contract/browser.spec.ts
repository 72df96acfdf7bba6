import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBrowser } from '../../src/effects/browser/browser';
import type { PageOutcome, PageVisit } from '../../src/effects/browser-port';
import { allProcesses } from '../../../../e2e/harness/processes';

// A real browser on pages of its own, served on loopback.
jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..', '..', '..');
const LOGIN = `<form onsubmit="event.preventDefault(); if (token.value === 's3cret') document.body.innerHTML = '<h1>Welcome</h1>'">
  <input id="token" type="password"><button>Sign in</button></form>`;
const PAGES: Readonly<Record<string, string>> = {
  '/': '<h1>Hello</h1>',
  '/login': LOGIN,
  '/signs': '<meta charset="utf-8"><h1>Hello – ✔ 漢字</h1><input type="password" value="hidden">',
  '/error': '<h1>Hello</h1><script>console.error("it broke")</script>',
  '/throws': '<h1>Hello</h1><script>throw new Error("nobody caught it")</script>',
  '/late': '<h1>Hello</h1><script>setTimeout(() => fetch("/missing"), 100)</script>',
};
const WEB = { proxy: null, certificateAuthority: null };
const MACHINE = { platform: process.platform, path: '', programFolders: [] };

let site: Server;
let address: string;
let home: string;
beforeAll(async () => {
  site = createServer((request, response) => {
    const page = PAGES[request.url ?? ''];
    response.writeHead(page === undefined && request.url !== '/favicon.ico' ? 404 : 200, {
      'content-type': 'text/html',
    });
    response.end(`<link rel="icon" href="data:,">${page ?? ''}`);
  });
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  home = mkdtempSync(join(tmpdir(), 'convoy-browser-'));
});
afterAll(() => {
  site.close();
  rmSync(home, { recursive: true, force: true });
});

const places = () => ({ root: ROOT, home, wanted: null, machine: MACHINE, web: WEB });
const visit = (path: string, change: Partial<PageVisit> = {}): Promise<PageOutcome> =>
  createBrowser(places()).visit({
    url: `${address}${path}`,
    steps: [{ see: 'h1' }],
    wantsCleanConsole: true,
    picture: { run: 'r1', name: `page ${path}` },
    ...change,
  });

describe('a real browser', () => {
  it('sees what is there', async () => {
    const steps = [{ see: 'h1', text: 'Hello' }];
    expect(await visit('/', { steps })).toEqual({
      type: 'visited',
      trouble: null,
      errors: [],
      picture: null,
    });
  });

  it('paints signs that no font has', async () => {
    const steps = [
      { see: 'h1', text: '✔ 漢字' },
      { fill: 'input', with: 'more' },
    ];
    expect(await visit('/signs', { steps })).toMatchObject({ trouble: null, errors: [] });
  });

  it('signs in, and leaves no process behind', async () => {
    const steps = [{ fill: '#token', with: 's3cret' }, { click: 'button' }, { see: 'h1', text: 'Welcome' }];
    expect(await visit('/login', { steps })).toMatchObject({ trouble: null });
    expect(allProcesses().filter(({ words }) => words.includes(home))).toEqual([]);
  });

  it('tells what was not seen, with a picture that is one', async () => {
    const outcome = await visit('/', { steps: [{ see: 'h1', text: 'Goodbye' }] });
    expect(outcome).toMatchObject({ trouble: 'h1 with “Goodbye” was not seen within 10 s' });
    const picture = outcome.type === 'visited' ? (outcome.picture ?? '') : '';
    expect(picture).toMatch(/^\.convoy\/runs\/r1\/page.*\.png$/);
    const bytes = readFileSync(join(home, ...picture.split('/').slice(1)));
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  it.each([
    ['/error', 'it broke'],
    ['/throws', 'nobody caught it'],
    ['/late', '404'],
  ])('hears errors of %s', async (path, said) => {
    const outcome = await visit(path);
    expect(outcome).toMatchObject({ trouble: null, picture: expect.stringContaining('.png') as string });
    expect(outcome.type === 'visited' ? outcome.errors.join() : '').toContain(said);
  });

  it('says that a page answers with an error, that nobody listens, and that a name leads nowhere', async () => {
    expect(await visit('/nowhere')).toMatchObject({ trouble: `${address}/nowhere answered 404` });
    expect(await visit('', { url: 'http://127.0.0.1:1/' })).toMatchObject({ type: 'visited' });
    expect(await visit('', { url: 'http://nowhere.invalid/' })).toMatchObject({ type: 'unreachable' });
  });

  it('visits several pages at once with one process', async () => {
    const browser = createBrowser(places());
    const wish = { steps: [{ see: 'h1' }], wantsCleanConsole: true, picture: { run: 'r1', name: 'p' } };
    const seen = await Promise.all(
      ['/', '/error'].map((path) => browser.visit({ ...wish, url: `${address}${path}` })),
    );
    expect(seen).toMatchObject([{ errors: [] }, { errors: ['it broke'] }]);
  });
});

describe('without a browser', () => {
  it('says what to install', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'convoy-empty-'));
    const browser = createBrowser({ ...places(), root: elsewhere });
    const outcome = await browser.visit({
      url: address,
      steps: [],
      wantsCleanConsole: true,
      picture: { run: 'r1', name: 'p' },
    });
    rmSync(elsewhere, { recursive: true });
    expect(outcome).toMatchObject({
      type: 'unavailable',
      message: 'no Chromium, Chrome or Edge was found',
      remedy: expect.stringContaining('@sparticuz/chromium') as string,
    });
  });

  it('names the one that CONVOY_BROWSER names and that is not there, or does not start', async () => {
    const wish = { url: address, steps: [], wantsCleanConsole: true, picture: { run: 'r1', name: 'p' } };
    const named = (wanted: string) => createBrowser({ ...places(), wanted }).visit(wish);
    expect(await named('/nowhere/chromium')).toMatchObject({
      message: 'CONVOY_BROWSER names /nowhere/chromium, which is not there',
    });
    expect(await named('/bin/false')).toMatchObject({
      type: 'unavailable',
      message: expect.stringContaining('/bin/false does not start') as string,
    });
    expect(existsSync('/bin/false')).toBe(true);
  });
});
