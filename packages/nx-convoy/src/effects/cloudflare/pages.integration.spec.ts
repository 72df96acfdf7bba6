import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pages } from '../ports';
import { createPages } from './pages';

const TOKEN = 'a-token-that-nobody-may-see';
const branch = { account: '$ACCOUNT', token: '$TOKEN', project: 'site', branch: 'main', owned: false };

function branchOf(number: number): string {
  if (number >= 60) return 'main';
  return number % 2 === 0 ? 'live' : 'other';
}

/** The newest first: deployment 0 is the newest. */
function deployment(number: number): Record<string, unknown> {
  return {
    id: `id-${number}`,
    url: `https://${number}.site.pages.dev`,
    created_on: '2026-01-01T00:00:00.000Z',
    is_skipped: number === 60,
    latest_stage: { name: 'deploy', status: 'success' },
    deployment_trigger: {
      metadata: { branch: branchOf(number), commit_hash: `commit-${number}` },
    },
  };
}

/** The branch `live` is production; it serves what it was rolled back to, if it was. */
function project(canonical: number | null): Record<string, unknown> {
  return {
    name: 'site',
    production_branch: 'live',
    latest_deployment: deployment(0),
    canonical_deployment: canonical === null ? null : { ...deployment(canonical), environment: 'production' },
  };
}

describe('pages', () => {
  let server: Server;
  let pages: Pages;
  let asked: string[];
  let failures: number;
  let canonical: number | null;
  const variables: Record<string, string> = { ACCOUNT: 'account-1', TOKEN };

  beforeEach(async () => {
    asked = [];
    failures = 0;
    canonical = null;
    server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      const status = failures-- > 0 ? 500 : request.headers.authorization === `Bearer ${TOKEN}` ? 200 : 403;
      const result = answer(request.url ?? '');
      const errors = [{ code: 10000, message: 'Authentication error' }];
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '10' });
      response.end(
        JSON.stringify(status === 200 ? { success: true, result } : { success: false, errors, result: null }),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`;
    pages = createPages({ baseURL, variable: (name) => variables[name] });
  });
  function answer(path: string): unknown {
    if (path.endsWith('/projects/site')) return project(canonical);
    const [, id] = /deployments\/id-(\d+)\/rollback$/.exec(path) ?? [];
    if (id !== undefined) return deployment(Number(id));
    const page = Number(new URL(path, 'http://api').searchParams.get('page'));
    return Array.from({ length: 25 }, (_, index) => (page - 1) * 25 + index)
      .filter((number) => number < 65)
      .map(deployment);
  }
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('reads page after page, leaves out what was skipped, and stops where it found it', async () => {
    expect(await pages.latest(branch)).toMatchObject({ id: 'id-61' });
    expect(asked).toHaveLength(4);
    expect(asked[1]).toBe(
      'GET /client/v4/accounts/account-1/pages/projects/site/deployments?page=1&per_page=25',
    );
    expect(await pages.ofCommit(branch, 'commit-63')).toMatchObject({ id: 'id-63' });
    expect(await pages.ofCommit(branch, 'commit-60')).toBeNull();
  });

  it('asks once for the production branch, and of a preview for nothing but its deployments from then on', async () => {
    expect(await pages.productionBranch(branch)).toBe('live');
    expect(await pages.productionBranch(branch)).toBe('live');
    await pages.latest({ ...branch, branch: 'other' });
    expect(asked.filter((each) => each.endsWith('/projects/site'))).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  it('answers for the production branch what is served: not the newest build, and anew each time', async () => {
    const live = { ...branch, branch: 'live' };
    expect(await pages.latest(live)).toMatchObject({ id: 'id-0' });
    canonical = 4;
    expect(await pages.latest(live)).toMatchObject({ id: 'id-4', commit: 'commit-4', branch: 'live' });
    canonical = 8;
    expect(await pages.latest(live)).toMatchObject({ id: 'id-8' });
    expect(await pages.latest({ ...branch, branch: 'other' })).toMatchObject({ id: 'id-1' });
  });

  it('rolls back through the API of the deployment', async () => {
    expect(await pages.rollback(branch, 'id-4')).toMatchObject({ id: 'id-4', commit: 'commit-4' });
    expect(asked).toEqual([
      'POST /client/v4/accounts/account-1/pages/projects/site/deployments/id-4/rollback',
    ]);
  });

  it('asks again when the provider stumbles', async () => {
    failures = 2;
    expect(await pages.latest(branch)).toMatchObject({ id: 'id-61' });
  });

  it('names a variable that is not set, and asks nobody', async () => {
    const refusal = pages.latest({ ...branch, token: '$NOT_SET' });
    await expect(refusal).rejects.toMatchObject({
      code: 'CONVOY_VARIABLE_MISSING',
      message: expect.stringContaining('$NOT_SET'),
    });
    expect(asked).toEqual([]);
  });

  it('passes the words of a refusal on, never the token', async () => {
    const refusal = await pages.latest({ ...branch, token: 'wrong-token' }).catch((cause: unknown) => cause);
    expect(refusal).toMatchObject({
      code: 'CONVOY_PROVIDER_FAILED',
      message: expect.stringContaining('Authentication error'),
    });
    expect((refusal as Error).message).not.toContain('wrong-token');
  });
});
