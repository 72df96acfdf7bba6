import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import Cloudflare from 'cloudflare';
import type { Deployment } from 'cloudflare/resources/pages/projects/projects.js';
import { poll } from '../../process/poll';
import { scrubEnvironment } from '../../process/scrub-environment';
import { makeScratchFolder } from '../../testing/scratch-folder';
import type { PagesOptions } from '../pages-options';
import { type PagesStandIn, startPagesStandIn } from '../start-pages-stand-in';
import { type FrontEndRepository, makeFrontEndRepository } from './front-end-repository';

export interface SiteAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const account_id = '0123456789abcdef0123456789abcdef';
export const token = 'a-token';
const patience = { within: 30_000 };

/** A stand-in with one project `front` in a folder of its own, and the official client for it. */
export class ScratchPages {
  readonly said: string[] = [];
  private standIn: PagesStandIn | undefined;

  private constructor(
    readonly folder: string,
    readonly repository: FrontEndRepository,
    private readonly removeFolder: () => Promise<void>,
  ) {}

  static async make(): Promise<ScratchPages> {
    const { path, remove } = await makeScratchFolder();
    return new ScratchPages(path, await makeFrontEndRepository(path), remove);
  }

  get port(): number {
    return this.standIn?.port ?? 0;
  }

  async start(changes: Partial<PagesOptions> = {}): Promise<void> {
    const domains = { 'app.example.com': 'main', 'app-stg.example.com': 'stg' };
    const { remote } = this.repository;
    const folders = { home: this.folder, temporary: this.folder };
    const kept = scrubEnvironment(process.env, folders);
    this.standIn = await startPagesStandIn({
      port: 0,
      folder: join(this.folder, 'pages'),
      projects: [{ name: 'front', productionBranch: 'main', domains, remote }],
      account: account_id,
      token,
      environment: { PATH: kept['PATH'] ?? '', HOME: this.folder, npm_config_update_notifier: 'false' },
      say: (line) => void this.said.push(line),
      ...changes,
    });
  }

  async stop(): Promise<void> {
    await this.standIn?.close();
    this.standIn = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.removeFolder();
  }

  client(apiToken = token): Cloudflare {
    return new Cloudflare({ apiToken, baseURL: `http://127.0.0.1:${this.port}/client/v4`, maxRetries: 0 });
  }

  async all(env?: 'production' | 'preview'): Promise<Deployment[]> {
    const found: Deployment[] = [];
    const asked = { account_id, ...(env && { env }) };
    for await (const each of this.client().pages.projects.deployments.list('front', asked)) found.push(each);
    return found;
  }

  /** The newest deployment of a commit as soon as it has come to its end. */
  async ended(commit: string): Promise<Deployment> {
    const newest = async () => (await this.all()).find((each) => commitOf(each) === commit);
    const found = await poll(newest, (each) => each !== undefined && hasEnded(each), patience);
    if (found === undefined) throw new TypeError(`no deployment of ${commit}: ${this.said.join('\n')}`);
    return found;
  }

  async deploymentEnded(id: string): Promise<Deployment> {
    const where = { account_id, project_name: 'front' };
    return poll(() => this.client().pages.projects.deployments.get(id, where), hasEnded, patience);
  }

  async log(id: string): Promise<string> {
    const where = { account_id, project_name: 'front' };
    const { data } = await this.client().pages.projects.deployments.history.logs.get(id, where);
    return data.map(({ line }) => line).join('\n');
  }

  async ask(host: string, path = '/', sent: { method?: string; headers?: object } = {}): Promise<SiteAnswer> {
    const headers = { ...sent.headers, host };
    const call = request({ host: '127.0.0.1', port: this.port, path, method: sent.method ?? 'GET', headers });
    call.end();
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
  }
}

export function commitOf(deployment: Deployment): string {
  return deployment.deployment_trigger.metadata.commit_hash;
}

export function stageOf({ latest_stage: { name, status } }: Deployment): string {
  return `${name} ${status}`;
}

function hasEnded(deployment: Deployment): boolean {
  return deployment.is_skipped || /^(deploy success|.* failure)$/.test(stageOf(deployment));
}
