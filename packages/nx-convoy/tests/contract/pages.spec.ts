import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPagesStandIn } from '../../../sandbox/src/pages/start-pages-stand-in';
import { makeScratchFolder } from '../../../sandbox/src/testing/scratch-folder';
import { createPages } from '../../src/effects/cloudflare/pages';
import type { Pages, PagesDeployment } from '../../src/effects/ports';
import type { PagesBranch } from '../../src/model/resolved-component';
import { FakePages } from '../fakes/fake-pages';

const run = promisify(execFile);
const ACCOUNT = randomBytes(16).toString('hex');
const TOKEN = randomBytes(20).toString('hex');

interface Setup {
  readonly pages: Pages;
  /** Pushes a new commit whose build succeeds, or fails with these words; answers the commit. */
  readonly push: (branch: string, failure?: string) => Promise<string>;
  /** Pushes a commit that this or another branch had, wherever the branch is. */
  readonly pushCommit: (branch: string, commit: string) => Promise<void>;
  /** Where the branch is. */
  readonly head: (branch: string) => Promise<string | null>;
  readonly close: () => Promise<void>;
}

async function fake(): Promise<Setup> {
  const pages = new FakePages();
  const heads = new Map<string, string>();
  return {
    pages,
    push: async (branch, failure) => {
      const commit = randomBytes(20).toString('hex');
      heads.set(branch, commit);
      pages.push(branch, commit, failure === undefined ? 'success' : 'failure', failure);
      return commit;
    },
    pushCommit: async (branch, commit) => void pages.push(branch, commit),
    head: async (branch) => heads.get(branch) ?? null,
    close: async () => undefined,
  };
}

async function real(): Promise<Setup> {
  const folder = await makeScratchFolder();
  const [remote, work] = [join(folder.path, 'trustx.git'), join(folder.path, 'work')];
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder.path,
    GIT_CONFIG_NOSYSTEM: '1',
    npm_config_update_notifier: 'false',
  };
  const git = async (...words: string[]): Promise<string> => {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
    const { stdout } = await run('git', [...who, ...words], { cwd: work, env: environment });
    return stdout.trim();
  };
  await mkdir(work);
  await run('git', ['init', '--quiet', '--bare', remote], { env: environment });
  await git('init', '--quiet');
  const standIn = await startPagesStandIn({
    port: 0,
    folder: join(folder.path, 'pages'),
    projects: [{ name: 'trustx', productionBranch: 'main', domains: {}, remote }],
    account: ACCOUNT,
    token: TOKEN,
    environment,
    say: () => undefined,
  });
  const baseURL = `http://127.0.0.1:${standIn.port}/client/v4`;
  let count = 0;
  return {
    pages: createPages({ baseURL, variable: (name) => ({ ACCOUNT, TOKEN })[name] }),
    push: async (branch, failure) => {
      count += 1;
      const good = 'mkdir -p dist && echo built > dist/index.html';
      const build = failure === undefined ? good : `echo '${failure}' && exit 1`;
      await writeFile(
        join(work, 'package.json'),
        JSON.stringify({ name: 'site', version: `1.0.${count}`, scripts: { build } }),
      );
      await git('add', '.');
      await git('commit', '--quiet', '--message', `commit ${count}`);
      await git('push', '--quiet', '--force', remote, `HEAD:refs/heads/${branch}`);
      return git('rev-parse', 'HEAD');
    },
    pushCommit: async (branch, commit) => {
      await git('push', '--quiet', '--force', remote, `${commit}:refs/heads/${branch}`);
    },
    head: async (branch) =>
      git('ls-remote', remote, `refs/heads/${branch}`).then((line) => line.slice(0, 40)),
    close: async () => {
      await standIn.close();
      await folder.remove();
    },
  };
}

describe.each([
  ['fake', fake],
  ['real', real],
])('pages (%s)', (_name, open) => {
  let setup: Setup;
  let pages: Pages;
  let branch: PagesBranch;
  let count = 0;
  jest.setTimeout(60_000);

  beforeAll(async () => {
    setup = await open();
    pages = setup.pages;
  });
  afterAll(() => setup.close());
  beforeEach(() => {
    count += 1;
    branch = {
      account: '$ACCOUNT',
      token: '$TOKEN',
      project: 'trustx',
      branch: `feature/${count}`,
      owned: false,
    };
  });

  async function ended(look: () => Promise<PagesDeployment | null>): Promise<PagesDeployment> {
    const deadline = performance.now() + 50_000;
    for (;;) {
      const found = await look();
      if (found?.status === 'failure' || (found?.stage === 'deploy' && found.status === 'success'))
        return found;
      if (performance.now() > deadline) throw new RangeError(`not ended: ${JSON.stringify(found)}`);
      await pause(50);
    }
  }

  it('knows nothing of a branch that was never pushed', async () => {
    expect(await pages.latest(branch)).toBeNull();
    expect(await pages.ofCommit(branch, 'a'.repeat(40))).toBeNull();
  });

  it('follows the deployment of a push to its end', async () => {
    const commit = await setup.push(branch.branch);
    const deployment = await ended(() => pages.latest(branch));
    expect(deployment).toMatchObject({ commit, branch: branch.branch, stage: 'deploy', status: 'success' });
    expect(deployment.url).toMatch(/^https:\/\/[0-9a-f]{8}\.trustx\.pages\.dev$/);
    expect(deployment.createdAt).toBe(new Date(deployment.createdAt).toISOString());
    expect(await pages.ofCommit(branch, commit)).toEqual(deployment);
  });

  it('tells a build that failed, with its log', async () => {
    const commit = await setup.push(branch.branch, 'the roof is missing');
    const deployment = await ended(() => pages.latest(branch));
    expect(deployment).toMatchObject({ commit, stage: 'build', status: 'failure' });
    expect(await pages.log(branch, deployment.id)).toContain('the roof is missing');
  });

  it('finds an older commit, on its own branch alone', async () => {
    const [first, second] = [await setup.push(branch.branch), await setup.push(branch.branch)];
    const other = { ...branch, branch: `other/${count}` };
    await ended(() => pages.ofCommit(branch, second));
    expect(await pages.latest(branch)).toMatchObject({ commit: second });
    // The first may have been overtaken while it waited, and then was never built.
    expect([first, undefined]).toContain((await pages.ofCommit(branch, first))?.commit);
    expect(await pages.ofCommit(other, second)).toBeNull();
    await setup.pushCommit(other.branch, second);
    expect(await ended(() => pages.ofCommit(other, second))).toMatchObject({
      branch: other.branch,
      commit: second,
    });
  });

  it('builds again when the branch goes back to an older commit', async () => {
    const first = await setup.push(branch.branch);
    const old = await ended(() => pages.ofCommit(branch, first));
    const second = await setup.push(branch.branch);
    await ended(() => pages.ofCommit(branch, second));
    await setup.pushCommit(branch.branch, first);
    const again = await ended(() => pages.latest(branch));
    expect(again).toMatchObject({ commit: first, stage: 'deploy', status: 'success' });
    expect(again.id).not.toBe(old.id);
    expect(await pages.ofCommit(branch, first)).toEqual(again);
  });

  describe('production', () => {
    const live = { account: '$ACCOUNT', token: '$TOKEN', project: 'trustx', branch: 'main', owned: false };

    it('is the branch that the project says', async () => {
      expect(await pages.productionBranch(branch)).toBe('main');
    });

    it('goes back to an earlier success at once, serves it whatever fails, and goes on with the next success', async () => {
      const push = async (failure?: string): Promise<PagesDeployment> => {
        const commit = await setup.push('main', failure);
        return ended(() => pages.ofCommit(live, commit));
      };
      const first = await push();
      const second = await push();
      expect(await pages.latest(live)).toEqual(second);
      expect(await pages.rollback(live, first.id)).toEqual(first);
      expect(await pages.latest(live)).toEqual(first);
      // Nothing was built, and no branch has moved.
      expect((await pages.ofCommit(live, first.commit))?.id).toBe(first.id);
      expect(await setup.head('main')).toBe(second.commit);

      const failed = await push('the roof is missing');
      expect(failed.status).toBe('failure');
      expect(await pages.latest(live)).toEqual(first);
      // Forward again is a rollback too.
      expect(await pages.rollback(live, second.id)).toEqual(second);
      expect(await pages.latest(live)).toEqual(second);
      const third = await push();
      expect(await pages.latest(live)).toEqual(third);
    });

    it('is refused a rollback to a preview, to what failed and to what is unknown', async () => {
      const preview = await setup.push(branch.branch);
      const failed = await setup.push('main', 'the roof is missing');
      const targets = [
        (await ended(() => pages.ofCommit(branch, preview))).id,
        (await ended(() => pages.ofCommit(live, failed))).id,
        '00000000-0000-4000-8000-00000000ffff',
      ];
      const served = await pages.latest(live);
      for (const id of targets)
        await expect(pages.rollback(live, id)).rejects.toMatchObject({ code: 'CONVOY_PROVIDER_FAILED' });
      expect(await pages.latest(live)).toEqual(served);
    });
  });

  it('asks for another build of the head', async () => {
    const commit = await setup.push(branch.branch);
    const first = await ended(() => pages.latest(branch));
    const asked = await pages.build(branch);
    expect(asked).toMatchObject({ commit, branch: branch.branch });
    expect(asked.id).not.toBe(first.id);
    const second = await ended(() => pages.ofCommit(branch, commit));
    expect(second.id).toBe(asked.id);
    expect(Date.parse(second.createdAt)).toBeGreaterThan(Date.parse(first.createdAt));
  });

  it('removes the previews of a branch, those of others stay, and twice is as good as once', async () => {
    const other = { ...branch, branch: `other/${count}` };
    const kept = await setup.push(other.branch);
    const commits = [await setup.push(branch.branch)];
    await ended(() => pages.ofCommit(branch, commits[0]!));
    commits.unshift(await setup.push(branch.branch));
    await ended(() => pages.latest(branch));
    const previews = await pages.previews(branch);
    expect(previews.map(({ commit }) => commit)).toEqual(commits);
    for (const { id } of previews) await pages.removePreview(branch, id);
    expect(await pages.previews(branch)).toEqual([]);
    expect(await pages.latest(branch)).toBeNull();
    await pages.removePreview(branch, previews[0]!.id);
    expect((await ended(() => pages.ofCommit(other, kept))).commit).toBe(kept);
    // A branch whose head was built once is not built again before it moves.
    expect(await pages.previews(branch)).toEqual([]);
  });

  it('never removes a deployment of production, served or not, nor the preview of another branch', async () => {
    const live = { ...branch, branch: 'main' };
    const [first, second] = [await setup.push('main'), await setup.push('main')];
    await ended(() => pages.ofCommit(live, second));
    const served = await pages.latest(live);
    const theirs = await setup.push(`other/${count}`);
    const targets = [
      served?.id,
      (await pages.ofCommit(live, first))?.id,
      (await ended(() => pages.ofCommit({ ...branch, branch: `other/${count}` }, theirs))).id,
    ];
    for (const id of targets.flatMap((each) => each ?? []))
      for (const asked of [live, branch])
        await expect(pages.removePreview(asked, id)).rejects.toMatchObject({
          code: 'CONVOY_PROVIDER_FAILED',
        });
    expect(await pages.previews(live)).toEqual([]);
    expect(await pages.latest(live)).toEqual(served);
  });

  it('is refused a build of a branch that does not exist, and whatever an unknown project is asked', async () => {
    const code = 'CONVOY_PROVIDER_FAILED';
    await expect(pages.build(branch)).rejects.toMatchObject({ code });
    await expect(pages.latest({ ...branch, project: 'unknown' })).rejects.toMatchObject({
      code,
      message: expect.stringContaining('unknown'),
    });
    await expect(pages.log(branch, 'f'.repeat(32))).rejects.toMatchObject({ code });
  });
});
