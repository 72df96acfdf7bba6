import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { openSites, type Sites } from '../../../tests/contract/sites';
import { createWeb } from './web';

const question = { method: 'GET', headers: {}, body: null, timeoutMilliseconds: 5000, version: null };

async function listen(server: Server | TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('web', () => {
  let sites: Sites;
  beforeAll(async () => {
    sites = await openSites();
    sites.site('app.example', () => ({ body: 'here' }));
  });
  afterAll(() => sites.close());

  it('refuses a certificate of an authority that it was not given, whatever the environment says', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const web = createWeb({ proxy: sites.proxy, certificateAuthority: null });
      const outcome = await web.ask({ ...question, url: 'https://app.example/' });
      expect(outcome).toMatchObject({ type: 'refused', message: expect.stringMatching(/^certificate: /) });
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('dials names at the proxy and this machine directly', async () => {
    const server = createServer((_request, response) => response.end('direct'));
    const port = await listen(server);
    const web = createWeb(sites);
    expect(await web.ask({ ...question, url: `http://127.0.0.1:${port}/` })).toMatchObject({
      body: 'direct',
    });
    expect(await web.ask({ ...question, url: 'https://app.example:8443/' })).toMatchObject({ body: 'here' });
    server.close();
  });

  it('is unreachable when the proxy is down', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const web = createWeb({ ...sites, proxy: { host: '127.0.0.1', port } });
    expect((await web.ask({ ...question, url: 'https://app.example/' })).type).toBe('unreachable');
    const direct = createWeb({ proxy: null, certificateAuthority: null });
    expect((await direct.ask({ ...question, url: `http://127.0.0.1:${port}/` })).type).toBe('refused');
  });

  it('refuses a connection that is reset, and an answer that is not HTTP', async () => {
    const web = createWeb({ proxy: null, certificateAuthority: null });
    for (const bytes of [null, 'what?\r\n\r\n']) {
      const server = createTcpServer((socket) => {
        socket.once('data', () => (bytes === null ? socket.resetAndDestroy() : socket.end(bytes)));
      });
      const port = await listen(server);
      expect((await web.ask({ ...question, url: `http://127.0.0.1:${port}/` })).type).toBe('refused');
      server.close();
    }
  });
});
