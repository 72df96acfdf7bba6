import type { Pages, PagesDeployment } from '../../src/effects/ports';
import type { PagesBranch } from '../../src/model/resolved-component';
import { providerFailed } from '../../src/model/provider-failed';

interface FakeDeployment extends PagesDeployment {
  readonly project: string;
  readonly ends: 'success' | 'failure';
  readonly log: string;
  looks: number;
}

/**
 * Cloudflare Pages in memory.
 * - `push` is what the git host tells it: the branch's head, and at once a deployment of it, also when the branch goes back to an older commit.
 * - A deployment is `build active` when it is first looked at, and has ended at the next look: `deploy success` or `build failure`.
 * - `build` makes another deployment of the branch's head, which ends as that of the push did; without a head, or for an unknown project, it is refused.
 * - The newest comes first; times move on by a second with each deployment.
 * - The production branch (`main`) serves its newest success, or what it was rolled back to, until the next success. That is its `latest`; only
 *   while it serves nothing is it the newest deployment. To ask for `latest` is to look at the newest, whatever is answered.
 * - `rollback` takes successful deployments of the production branch and refuses all others; no branch moves.
 * - Previews are all deployments that are not production's. Removed ones are gone; to remove one that is gone does nothing, one that is no preview of the branch is refused.
 * - `writes` keeps what was asked for through the port; `fail(method, cause)` makes the next call of that method fail.
 */
export class FakePages implements Pages {
  readonly writes: string[] = [];
  private readonly deployments: FakeDeployment[] = [];
  private added = 0;
  private readonly failures = new Map<keyof Pages, unknown>();
  /** Project → what its production branch serves. */
  private readonly served = new Map<string, FakeDeployment>();

  constructor(
    private readonly projects: readonly string[] = ['trustx'],
    private readonly production = 'main',
    /** What Pages makes of a branch. */
    public environmentOf = (branch: string): PagesDeployment['environment'] =>
      branch === production ? 'production' : 'preview',
  ) {}

  push(branch: string, commit: string, ends: 'success' | 'failure' = 'success', log = 'built'): string {
    return this.add({ project: this.projects[0] ?? '', branch, commit, ends, log });
  }

  fail(method: keyof Pages, cause: unknown): void {
    this.failures.set(method, cause);
  }

  async latest(pages: PagesBranch): Promise<PagesDeployment | null> {
    this.strike('latest', pages);
    const newest = this.look(this.ofBranch(pages)[0]);
    const served = pages.branch === this.production ? this.served.get(pages.project) : undefined;
    return served === undefined ? newest : described(served);
  }

  async ofCommit(pages: PagesBranch, commit: string): Promise<PagesDeployment | null> {
    this.strike('ofCommit', pages);
    return this.look(this.ofBranch(pages).find((each) => each.commit === commit));
  }

  async build(pages: PagesBranch): Promise<PagesDeployment> {
    this.strike('build', pages);
    this.writes.push(`build ${pages.project} ${pages.branch}`);
    const [newest] = this.ofBranch(pages);
    if (newest === undefined)
      throw refused(pages, new RangeError(`The branch ${pages.branch} does not exist.`));
    const { branch, commit, ends, log } = newest;
    this.add({ project: pages.project, branch, commit, ends, log });
    return described(this.deployments[0]!);
  }

  async log(pages: PagesBranch, deployment: string): Promise<string> {
    this.strike('log', pages);
    return this.found(pages, deployment).log;
  }

  async productionBranch(pages: PagesBranch): Promise<string> {
    this.strike('productionBranch', pages);
    return this.production;
  }

  async rollback(pages: PagesBranch, deployment: string): Promise<PagesDeployment> {
    this.strike('rollback', pages);
    const found = this.found(pages, deployment);
    if (found.branch !== this.production || !hasSucceeded(found))
      throw refused(pages, new RangeError('Only a successful production deployment can be rolled back to.'));
    this.writes.push(`rollback ${pages.project} ${deployment}`);
    this.served.set(pages.project, found);
    return described(found);
  }

  async previews(pages: PagesBranch): Promise<PagesDeployment[]> {
    this.strike('previews', pages);
    return this.ofBranch(pages)
      .filter(({ environment }) => environment === 'preview')
      .map(described);
  }

  async removePreview(pages: PagesBranch, deployment: string): Promise<void> {
    this.strike('removePreview', pages);
    const index = this.deployments.findIndex(
      ({ id, project }) => id === deployment && project === pages.project,
    );
    const found = this.deployments[index];
    if (found === undefined) return;
    if (found.environment !== 'preview' || found.branch !== pages.branch)
      throw refused(pages, new RangeError(`deployment ${deployment} is no preview of ${pages.branch}`));
    this.writes.push(`remove ${pages.project} ${deployment}`);
    this.deployments.splice(index, 1);
  }

  private add(wanted: Pick<FakeDeployment, 'project' | 'branch' | 'commit' | 'ends' | 'log'>): string {
    const number = (this.added += 1);
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    this.deployments.unshift({
      ...wanted,
      environment: this.environmentOf(wanted.branch),
      id,
      stage: 'queued',
      status: 'idle',
      url: `https://${String(number).padStart(8, '0')}.${wanted.project}.pages.dev`,
      createdAt: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
      looks: 0,
    });
    return id;
  }

  private ofBranch({ project, branch }: Pick<PagesBranch, 'project' | 'branch'>): FakeDeployment[] {
    return this.deployments.filter((each) => each.project === project && each.branch === branch);
  }

  private found(pages: PagesBranch, deployment: string): FakeDeployment {
    const found = this.deployments.find((each) => each.id === deployment && each.project === pages.project);
    if (found === undefined) throw refused(pages, new RangeError('Deployment not found.'));
    return found;
  }

  private look(found: FakeDeployment | undefined): PagesDeployment | null {
    if (found === undefined) return null;
    const hadSucceeded = hasSucceeded(found);
    found.looks += 1;
    if (hasSucceeded(found) && !hadSucceeded) this.serve(found);
    return described(found);
  }

  /** A success of production is served, unless a newer one was there first. */
  private serve(found: FakeDeployment): void {
    const newer = this.ofBranch({ project: found.project, branch: this.production });
    const isOvertaken = newer.slice(0, newer.indexOf(found)).some(hasSucceeded);
    if (found.branch === this.production && !isOvertaken) this.served.set(found.project, found);
  }

  private strike(method: keyof Pages, pages: PagesBranch): void {
    const cause = this.failures.get(method);
    this.failures.delete(method);
    if (cause !== undefined) throw refused(pages, cause);
    if (!this.projects.includes(pages.project)) throw refused(pages, new RangeError('Project not found.'));
  }
}

function hasSucceeded({ looks, ends }: FakeDeployment): boolean {
  return looks > 1 && ends === 'success';
}

function described({
  id,
  commit,
  branch,
  environment,
  url,
  createdAt,
  looks,
  ends,
}: FakeDeployment): PagesDeployment {
  const ended =
    ends === 'success' ? { stage: 'deploy', status: 'success' } : { stage: 'build', status: 'failure' };
  const state = looks === 0 ? { stage: 'queued', status: 'idle' } : { stage: 'build', status: 'active' };
  return { id, commit, branch, environment, url, createdAt, ...(looks > 1 ? ended : state) };
}

function refused({ project }: PagesBranch, cause: unknown): Error {
  return providerFailed('Cloudflare Pages', `answer for project ${project}`, cause);
}
