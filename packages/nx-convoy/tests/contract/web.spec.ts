import type { Web, WebOutcome, WebRequest } from '../../src/effects/ports';
import { createWeb } from '../../src/effects/web/web';
import { FakeWeb, type FakeSite } from '../fakes/fake-web';
import { openSites } from './sites';

interface Setup {
  readonly web: Web;
  readonly site: (host: string, site: FakeSite) => void;
  readonly close: () => Promise<void>;
}

async function fake(): Promise<Setup> {
  const web = new FakeWeb();
  return { web, site: (host, site) => web.site(host, site), close: async () => undefined };
}

async function real(): Promise<Setup> {
  const sites = await openSites();
  return { web: createWeb(sites), site: sites.site, close: sites.close };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('web (%s)', (_name, open) => {
  let setup: Setup;
  let seen: WebRequest[];

  beforeAll(async () => {
    setup = await open();
    setup.site('app.example', (request): ReturnType<FakeSite> => {
      seen.push(request);
      const path = new URL(request.url).pathname;
      if (path === '/moved') return { status: 302, headers: { location: 'https://elsewhere.example/' } };
      if (path === '/large') return { body: 'x'.repeat(1024 * 1024 + 5000) };
      if (path === '/hangs') return 'hangs';
      if (path === '/drops') return 'drops';
      return { headers: { 'x-served-by': 'app' }, body: `hello from ${path}` };
    });
  });
  afterAll(() => setup.close());
  beforeEach(() => {
    seen = [];
  });

  function ask(url: string, more: Partial<WebRequest> = {}): Promise<WebOutcome> {
    return setup.web.ask({
      url,
      method: 'GET',
      headers: {},
      body: null,
      timeoutMilliseconds: 10_000,
      version: null,
      ...more,
    });
  }

  it('tells status, headers, body and the time it took', async () => {
    const outcome = await ask('https://app.example/health');
    expect(outcome).toMatchObject({ type: 'answered', status: 200, body: 'hello from /health' });
    expect(outcome).toMatchObject({ headers: { 'x-served-by': 'app' }, milliseconds: expect.any(Number) });
  });

  it.each([
    ['https', null, '2'],
    ['https', '2', '2'],
    ['https', '1.1', '1.1'],
    ['http', null, '1.1'],
    ['http', '1.1', '1.1'],
  ])('over %s asked for version %s speaks %s', async (scheme, version, spoken) => {
    expect(await ask(`${scheme}://app.example/`, { version })).toMatchObject({
      type: 'answered',
      version: spoken,
    });
  });

  it('refuses HTTP/2 without TLS, and what is no address', async () => {
    expect(await ask('http://app.example/', { version: '2' })).toMatchObject({ type: 'refused' });
    expect(await ask('app.example')).toMatchObject({ type: 'refused' });
  });

  it.each(['1.1', '2'])('sends method, path with query, headers and body over %s', async (version) => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const headers = { authorization: 'Bearer abc', 'content-type': 'application/json' };
    await ask('https://app.example/graphql?a=1&b=2', { method: 'POST', headers, body, version });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      url: 'https://app.example/graphql?a=1&b=2',
      method: 'POST',
      headers,
      body,
    });
  });

  it.each(['1.1', '2'])('reads no body of HEAD over %s', async (version) => {
    expect(await ask('https://app.example/', { method: 'HEAD', version })).toMatchObject({
      status: 200,
      body: '',
      version,
    });
  });

  it('follows no redirect', async () => {
    const outcome = await ask('https://app.example/moved');
    expect(outcome).toMatchObject({ status: 302, headers: { location: 'https://elsewhere.example/' } });
  });

  it('reads 1 MB and no more', async () => {
    const outcome = await ask('https://app.example/large');
    expect(outcome.type === 'answered' ? outcome.body.length : 0).toBe(1024 * 1024);
  });

  it.each(['1.1', '2'])('refuses a service that does not answer in time over %s', async (version) => {
    const outcome = await ask('https://app.example/hangs', { timeoutMilliseconds: 300, version });
    expect(outcome).toEqual({ type: 'refused', message: 'no answer within 0.3 s' });
  });

  it.each(['1.1', '2'])('refuses a service that drops the connection over %s', async (version) => {
    expect((await ask('https://app.example/drops', { version })).type).toBe('refused');
  });

  it.each(['http', 'https'])('cannot reach a name that nobody answers for (%s)', async (scheme) => {
    const outcome = await ask(`${scheme}://elsewhere.example/`);
    expect(outcome).toEqual({
      type: 'unreachable',
      message: 'the sandbox has no way out to elsewhere.example',
    });
  });
});
